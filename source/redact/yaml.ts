import {isPlace, isSecretName, isShownAnnotation, isShownVariable, isSwitch, namesSecrets} from './names.js';
import {type HiddenKind, type Tally} from './tally.js';

/**
 * YAML and the indented lists of `kubectl describe`, line by line: values are hidden by the block in which they stand
 * (`env`, `annotations`, the `data` of a Secret), values of a secret name with all lines that belong to them.
 */
type Block = {
	readonly kind: HiddenKind | 'all' | 'secrets' | 'list' | 'files';
	readonly indent: number;
	readonly outer?: Block | undefined;
};

const line = /^(\s*(?:- +)?)('?)([\w.][\w./-]{0,200})\2(\s*:)([ \t]+|$)(.*)$/;
/** A block that a line opens, after words of a log, too. */
const opener =
	/(?:^|\s)(?:[A-Za-z]+(?=Env))?(env|envs|envVars|environment|literals|httpHeaders|annotations|data|stringData|binaryData|chpasswd|write_files):[ \t]*$/i;
const blockOf: Readonly<Record<string, HiddenKind | 'files'>> = {
	env: 'environment',
	envs: 'environment',
	envvars: 'environment',
	literals: 'environment',
	environment: 'environment',
	httpheaders: 'environment',
	annotations: 'annotation',
	data: 'data',
	stringdata: 'data',
	binarydata: 'data',
	chpasswd: 'data',
	write_files: 'files',
};
/** Only a list or a map of secrets can follow: `tokens:`, `password:`. */
const severalBelow = /^(\s*(?:- +)?)(["']?)([\w.][\w./-]{0,100})\2:[ \t]*$/;
/** The first entry on the line of its name, as `kubectl describe` prints annotations. */
const beside = /^(\s*)(Annotations|Environment):([ \t]+)([\w.][\w./-]{0,200}):([ \t]+)(\S.*)$/;
/** What journals and container logs write before each line. */
const logged =
	/^(?:[A-Z][a-z]{2} [ \d]\d [\d:]{8} \S{1,64} [^\s:]{1,100}: |\d{4}-\d\d-\d\dT[\d:.+Z-]+ (?:std(?:out|err) [FP] |\S{1,64} [^\s:]{1,100}: ))/;
/** `password: |`, after words of a log, too: the lines below belong to it. */
const blockScalar = /(?:^|[\s'"])([\w.-]{1,100})['"]?:[ \t]*(?:[&!][\w!/.:-]*[ \t]+){0,3}[|>][-+\d]*$/;

export function redactYaml(text: string, tally: Tally): string {
	if (!/:[ \t]*(?:\r?\n|$)|:[ \t]/.test(text)) return text;
	let block: Block | undefined;
	/** The option of a list of words that stands on the line before. */
	let option = '';
	/** Whether that line is an item of a list. */
	let inItems = false;
	/** Where the name of the last hidden value stands. */
	let valueAt: number | undefined;
	/** Where a `name:` stands on the line before: `value:` below it belongs to it. */
	let nameAt = -1;
	const clean = (each: string): string => {
		const before = option;
		const afterName = nameAt;
		nameAt = /^\s*(?:- +)?(?=name:[ \t]+\S)/.exec(each)?.[0].length ?? -1;
		const word = each
			.trim()
			.replace(/^- +/, '')
			.replace(/\s+#.*$/, '')
			.replace(/^(["'])(.*)\1$/, '$2');
		// What stands between an option and its value: nothing, or a comment.
		if (before !== '' && /^(?:#.*)?$/.test(word) && inItems) return each;
		inItems = /^\s*- /.test(each);
		option = /^--?[A-Za-z][\w.-]*$/.test(word) && isSecretName(word) ? word : '';
		if (before !== '' && /^[^\s-]\S*$/.test(word) && !isSwitch(word) && !word.endsWith(':'))
			return each.replace(/\S+\s*$/, () => tally.hide('argument', word));

		const indent = /^\s*(?:- +)?/.exec(each)?.[0].length ?? 0;
		if (block && each.trim() !== '' && indent <= block.indent && !inList(each, block))
			block = closing(block, indent, each);
		if (block?.kind === 'all') {
			return each.trim() === '' ? each : `${' '.repeat(indent)}${tally.hide('named', each.trim())}`;
		}

		// What `kubectl describe` prints of a value's further lines: no name, deeper than the names.
		const goesOn = valueAt !== undefined && indent > valueAt && block !== undefined && !line.test(each);
		if (goesOn && each.trim() !== '' && !/^\s*- /.test(each))
			return `${' '.repeat(indent)}${tally.hide(hides(block as Block, 'x') ?? 'named', each.trim())}`;
		if (each.trim() !== '') valueAt = undefined;

		const opens = blockOf[opener.exec(each)?.[1]?.toLowerCase() ?? ''];
		if (opens !== undefined) {
			block = {kind: opens, indent: /^\s*/.exec(each)?.[0].length ?? 0};
			return each;
		}

		if (isSecretName(blockScalar.exec(each)?.[1] ?? '')) {
			block = {kind: 'all', indent: /^\s*/.exec(each)?.[0].length ?? 0, outer: block};
			return each;
		}

		if (block?.kind === 'list' || block?.kind === 'secrets') {
			const [, dash = '', item = ''] = /^(\s*- +)(?!["']?[\w./-]+["']?:(?:\s|$))(\S.*)$/.exec(each) ?? [];
			if (item !== '' && !isSwitch(item)) return `${dash}${tally.hide('named', item)}`;
		}

		// `- NAME=VALUE`, as the files of Compose have it.
		const [, item = '', variable = '', content = ''] = /^(\s*- +["']?([A-Za-z_]\w*)=)(.*)$/.exec(each) ?? [];
		if (block?.kind === 'environment' && item !== '' && !isShownVariable(variable) && !isSwitch(content))
			return `${item}${tally.hide('environment', content)}`;
		// A value on the line below its name.
		if (block?.kind === 'list' && each.trim() !== '' && !line.test(each) && !/^\s*(?:- |[#?:{}[\]]|$)/.test(each))
			return `${' '.repeat(indent)}${tally.hide('named', each.trim())}`;

		const [, deep = '', , several = ''] = severalBelow.exec(each) ?? [];
		if (several !== '' && isSecretName(several)) {
			block = {
				kind: namesSecrets(several) ? 'secrets' : 'list',
				indent: /^\s*/.exec(deep)?.[0].length ?? 0,
				outer: block,
			};
			return each;
		}

		const first = beside.exec(each);
		if (first) {
			const [, indentOf = '', title = '', gap = '', name = '', space = '', content = ''] = first;
			block = {kind: title === 'Annotations' ? 'annotation' : 'environment', indent: indentOf.length};
			const shown = hides(block, name) === undefined || isSwitch(content);
			return shown
				? each
				: `${indentOf}${title}:${gap}${name}:${space}${tally.hide(hides(block, name) as HiddenKind, content)}`;
		}

		const [, lead = '', quote = '', key = '', colon = '', gap = '', value = ''] = line.exec(each) ?? [];
		if (key === '' || value === '') return each;
		const kind =
			(block && hides(block, key)) ??
			(isSecretName(key) ? 'named' : key === 'value' && lead.length === afterName ? 'environment' : undefined);
		if (kind === undefined) return each;
		if (/^(?:[&!][\w!/.:-]*[ \t]+){0,3}[|>][-+\d]*$/.test(value)) {
			block = {kind: 'all', indent, outer: block};
			return each;
		}

		if (isSwitch(value) || elsewhere.test(value) || (speaks.test(key) && told.test(value))) return each;
		// What follows a quoted value on further lines belongs to it.
		if (/^["']/.test(value) ? !isClosed(value) : kind === 'named') {
			block = {kind: 'all', indent: lead.length, outer: block};
		}

		if (kind !== 'named') valueAt = lead.length;
		return `${lead}${quote}${key}${quote}${colon}${gap}${tally.hide(kind, value)}`;
	};

	return text
		.split('\n')
		.map(each => {
			const head = logged.exec(each)?.[0] ?? '';
			return head + clean(each.slice(head.length).replace(/\r+$/, '')) + (/\r+$/.exec(each)?.[0] ?? '');
		})
		.join('\n');
}

/** `kubectl describe`: a value that lies elsewhere. */
const elsewhere = /^(?:<set to the key|\(v1:[\w.[\]'/-]+\)$)/;
/** Programs and databases of accounts, and what they say of them. */
const speaks = /^(?:ch)?passwd$/;
const told = /^[a-z()_.,'[\]=]+ [a-z()_.,'[\]=! ]+$/;

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
	// What cloud-init writes into a file.
	if (kind === 'files') return key === 'content' ? 'data' : undefined;
	if (kind === 'all') return 'named';
	if (kind === 'annotation') return isShownAnnotation(key) ? undefined : kind;
	if (kind === 'data') return kind;
	if (kind === 'secrets' || kind === 'list') return isPlace(key) || kind === 'list' ? undefined : 'named';
	// A list of name and value, or a map of variables (`kubectl describe`).
	return /^(?:name|valueFrom|key|fieldPath|apiVersion|optional)$/.test(key) || isShownVariable(key) ? undefined : kind;
}
