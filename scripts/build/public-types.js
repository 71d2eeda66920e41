const { mkdirSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const ts = require('typescript');

/**
 * Writes dist/index.d.ts: every exported type of index.ts written out in full, so that who imports
 * them needs neither zod nor n8n installed.
 */
async function writePublicTypes() {
	const entry = path.resolve('index.ts');
	const { options } = ts.parseJsonConfigFileContent(
		ts.readConfigFile('tsconfig.json', ts.sys.readFile).config,
		ts.sys,
		'.',
	);
	const program = ts.createProgram([entry], options);
	const checker = program.getTypeChecker();
	const source = program.getSourceFile(entry);
	const module = source && checker.getSymbolAtLocation(source);
	if (!module) throw new Error('index.ts exports nothing');

	const exported = checker
		.getExportsOfModule(module)
		.map((symbol) =>
			symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol,
		);
	const print = printer(checker, new Set(exported));
	const declarations = exported.map((symbol) => declarationOf(checker, print, symbol));
	mkdirSync('dist', { recursive: true });
	writeFileSync(path.join('dist', 'index.d.ts'), `${declarations.join('\n\n')}\n`);
}

/** @typedef {(type: ts.Type, indent?: string, isTop?: boolean) => string} Print */

/**
 * @param {ts.TypeChecker} checker
 * @param {Print} print
 * @param {ts.Symbol} symbol
 */
function declarationOf(checker, print, symbol) {
	const doc = comment(checker, symbol, '');
	const declaration = symbol.declarations?.[0];
	if (!declaration) throw new Error(`${symbol.name} has no declaration`);
	// A generic type is written as it stands: its parameters have no members to write out.
	if (ts.isInterfaceDeclaration(declaration) && declaration.typeParameters) {
		return declaration.getFullText().trim();
	}
	if (symbol.flags & ts.SymbolFlags.Value) {
		return `${doc}export declare const ${symbol.name}: ${print(checker.getTypeOfSymbol(symbol))};`;
	}
	return `${doc}export type ${symbol.name} = ${print(checker.getDeclaredTypeOfSymbol(symbol), '', true)};`;
}

/**
 * @param {ts.TypeChecker} checker
 * @param {ts.Symbol} symbol
 * @param {string} indent
 */
function comment(checker, symbol, indent) {
	const text = ts.displayPartsToString(symbol.getDocumentationComment(checker));
	return text === '' ? '' : `/** ${text.replaceAll('\n', ' ')} */\n${indent}`;
}

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/**
 * Prints types in full: by name what this package exports, all else by its members.
 * @param {ts.TypeChecker} checker
 * @param {Set<ts.Symbol>} exported
 * @returns {Print}
 */
function printer(checker, exported) {
	/** @type {Print} */
	const print = (type, indent = '', isTop = false) => {
		const named = type.aliasSymbol ?? type.symbol;
		if (!isTop && named && exported.has(named)) {
			const parameters =
				type.aliasTypeArguments ??
				(checker.getTypeArguments(/** @type {ts.TypeReference} */ (type)) || []);
			const list = parameters.map((parameter) => print(parameter, indent)).join(', ');
			return list === '' ? named.name : `${named.name}<${list}>`;
		}
		if (type.isUnion() && !(type.flags & ts.TypeFlags.Boolean)) {
			const parts = type.types.map((part) => print(part, indent));
			return [
				...new Set(parts.map((part) => (/^(true|false)$/.test(part) ? 'boolean' : part))),
			].join(' | ');
		}
		if (type.isIntersection()) return type.types.map((part) => print(part, indent)).join(' & ');
		if (checker.isArrayType(type)) {
			const [element] = checker.getTypeArguments(/** @type {ts.TypeReference} */ (type));
			return `Array<${element ? print(element, indent) : 'unknown'}>`;
		}
		return type.flags & ts.TypeFlags.Object ? members(type, indent) : checker.typeToString(type);
	};

	/**
	 * @param {ts.Type} type
	 * @param {string} indent
	 */
	const members = (type, indent) => {
		const inner = `${indent}\t`;
		const properties = checker.getPropertiesOfType(type).map((property) => {
			const mark = property.flags & ts.SymbolFlags.Optional ? '?' : '';
			const value = print(checker.getTypeOfSymbol(property), inner);
			const name = IDENTIFIER.test(property.name) ? property.name : `'${property.name}'`;
			return `${inner}${comment(checker, property, inner)}${name}${mark}: ${value};`;
		});
		const index = checker.getIndexInfosOfType(type).map((info) => {
			const key = checker.typeToString(info.keyType);
			return `${inner}[key: ${key}]: ${print(info.type, inner)};`;
		});
		return `{\n${[...properties, ...index].join('\n')}\n${indent}}`;
	};
	return print;
}

module.exports = { writePublicTypes };
