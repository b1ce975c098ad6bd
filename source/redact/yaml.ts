import {isSecretName, isShownAnnotation, isShownVariable, isSwitch} from './names.js';
import {type HiddenKind, type Tally} from './tally.js';

/**
 * YAML and the indented lists of `kubectl describe`, line by line: values are hidden by the block in which they stand
 * (`env`, `annotations`, the `data` of a Secret), values of a secret name with all lines that belong to them.
 */
type Block = {readonly kind: HiddenKind | 'all'; readonly indent: number; readonly outer?: Block | undefined};

const line = /^(\s*(?:- +)?)('?)([\w.][\w./-]{0,200})\2(\s*:)([ \t]+|$)(.*)$/;
/** A block that a line opens, after words of a log, too. */
const opener = /(?:^|\s)(env|environment|httpHeaders|annotations|data|stringData|binaryData):[ \t]*$/i;
const blockOf: Readonly<Record<string, HiddenKind>> = {
	env: 'environment',
	environment: 'environment',
	httpheaders: 'environment',
	annotations: 'annotation',
	data: 'data',
	stringdata: 'data',
	binarydata: 'data',
};
/** `password: |`, after words of a log, too: the lines below belong to it. */
const blockScalar = /(?:^|[\s'"])([\w.-]{1,100})['"]?:[ \t]*[|>][-+\d]*$/;

export function redactYaml(text: string, tally: Tally): string {
	if (!/:[ \t]*(?:\r?\n|$)|:[ \t]/.test(text)) return text;
	let block: Block | undefined;
	const clean = (each: string): string => {
		const indent = /^\s*(?:- +)?/.exec(each)?.[0].length ?? 0;
		if (block && each.trim() !== '' && indent <= block.indent && !inList(each, block))
			block = closing(block, indent, each);
		if (block?.kind === 'all') {
			return each.trim() === '' ? each : `${' '.repeat(indent)}${tally.hide('named', each.trim())}`;
		}

		const opens = blockOf[opener.exec(each)?.[1]?.toLowerCase() ?? ''];
		if (opens !== undefined) {
			block = {kind: opens, indent: /^\s*/.exec(each)?.[0].length ?? 0};
			return each;
		}

		if (isSecretName(blockScalar.exec(each)?.[1] ?? '')) {
			block = {kind: 'all', indent: /^\s*/.exec(each)?.[0].length ?? 0, outer: block};
			return each;
		}

		const [, lead = '', quote = '', key = '', colon = '', gap = '', value = ''] = line.exec(each) ?? [];
		if (key === '' || value === '') return each;
		const kind = (block && hides(block, key)) ?? (isSecretName(key) ? 'named' : undefined);
		if (kind === undefined) return each;
		if (/^[|>][-+\d]*$/.test(value)) {
			block = {kind: 'all', indent, outer: block};
			return each;
		}

		if (isSwitch(value) || value.startsWith('<set to the key')) return each;
		// What follows a quoted value on further lines belongs to it.
		if (/^["']/.test(value) && !isClosed(value)) block = {kind: 'all', indent, outer: block};
		return `${lead}${quote}${key}${quote}${colon}${gap}${tally.hide(kind, value)}`;
	};

	return text
		.split('\n')
		.map(each => clean(each.replace(/\r+$/, '')) + (/\r+$/.exec(each)?.[0] ?? ''))
		.join('\n');
}

const isClosed = (value: string): boolean => value.length > 1 && value.trimEnd().endsWith(value.slice(0, 1));

/** Items of a list may stand as deep as its key. */
const inList = (each: string, {indent}: Block): boolean =>
	/^\s*- /.test(each) && /^\s*/.exec(each)?.[0].length === indent;

/** The block in which a line stands that is no longer in the inner one. */
function closing(block: Block, indent: number, each: string): Block | undefined {
	const {outer} = block;
	return outer && (indent > outer.indent || inList(each, outer)) ? outer : undefined;
}

function hides({kind}: Block, key: string): HiddenKind | undefined {
	if (kind === 'all') return 'named';
	if (kind === 'annotation') return isShownAnnotation(key) ? undefined : kind;
	if (kind === 'data') return kind;
	// A list of name and value, or a map of variables (`kubectl describe`).
	return /^(?:name|valueFrom|key|fieldPath|apiVersion|optional)$/.test(key) || isShownVariable(key) ? undefined : kind;
}
