import { writeFileSync } from 'node:fs';
import path from 'node:path';
import * as ts from 'typescript';

/**
 * Writes index.d.ts: the exported types of index.ts as they stand, those inferred from zod's schemas
 * written out. Who imports them needs neither zod nor n8n installed.
 * @param folder Where to.
 */
export function writePublicTypes(folder: string): void {
	const { config } = ts.readConfigFile('tsconfig.json', ts.sys.readFile);
	const { options } = ts.parseJsonConfigFileContent(config, ts.sys, '.');
	const program = ts.createProgram(['index.ts'], options);
	const checker = program.getTypeChecker();
	const index = checker.getSymbolAtLocation(program.getSourceFile('index.ts')!)!;
	const declarations = checker
		.getExportsOfModule(index)
		.map((symbol) =>
			symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol,
		)
		.map((symbol) => ts.findAncestor(symbol.declarations![0], ts.isStatement)!);
	// With an alias of its own, a type is a name where others refer to it; what zod infers has none.
	for (const { name } of declarations.filter(isInferred)) {
		checker.getTypeAtLocation(name).aliasSymbol = checker.getSymbolAtLocation(name)!;
	}
	const written = declarations.map((declaration) =>
		print(isInferred(declaration) ? writtenOut(checker, declaration) : declaration),
	);
	writeFileSync(path.join(folder, 'index.d.ts'), `${written.join('\n\n')}\n`);
}

/** Whether a type is read off a value, as off a schema. */
const isInferred = (node: ts.Statement): node is ts.TypeAliasDeclaration =>
	ts.isTypeAliasDeclaration(node) && /\btypeof\b/.test(node.type.getText());

const printer = ts.createPrinter({ newLine: ts.NewLineKind.LineFeed });

const print = (node: ts.Statement) =>
	printer.printNode(ts.EmitHint.Unspecified, node, ts.getOriginalNode(node).getSourceFile());

/** The type itself by its members, a line each; the types of its members by their names. */
const FLAGS =
	ts.NodeBuilderFlags.InTypeAlias |
	ts.NodeBuilderFlags.MultilineObjectLiterals |
	ts.NodeBuilderFlags.NoTruncation |
	ts.NodeBuilderFlags.UseAliasDefinedOutsideCurrentScope;

function writtenOut(checker: ts.TypeChecker, node: ts.TypeAliasDeclaration) {
	const type = checker.getTypeAtLocation(node.name);
	const members = checker.typeToTypeNode(type, node, FLAGS)!;
	addComments(checker, members, type);
	const { modifiers, name, typeParameters } = node;
	return ts.factory.updateTypeAliasDeclaration(node, modifiers, name, typeParameters, members);
}

/** Puts its docblock before each field: the compiler drops those of types that zod infers. */
function addComments(checker: ts.TypeChecker, node: ts.Node, type: ts.Type): void {
	if (!ts.isPropertySignature(node)) {
		ts.forEachChild(node, (child) => addComments(checker, child, type));
		return;
	}
	const property = type.getProperty((node.name as ts.Identifier | ts.StringLiteral).text);
	if (!property) return;
	const text = ts.displayPartsToString(property.getDocumentationComment(checker));
	if (text !== '') {
		const kind = ts.SyntaxKind.MultiLineCommentTrivia;
		ts.addSyntheticLeadingComment(node, kind, `* ${text.replaceAll('\n', ' ')} `, true);
	}
	addComments(checker, node.type!, checker.getNonNullableType(checker.getTypeOfSymbol(property)));
}
