// Here, and not where they are used, so that they are found in this folder's node_modules.
export { default as n8nCommunity } from '@n8n/eslint-plugin-community-nodes';
export { default as n8nBase } from 'eslint-plugin-n8n-nodes-base';
