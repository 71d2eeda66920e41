// Here, and not where it is used, so that it is found in this folder's node_modules.
export {
	analyzePackage,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';
