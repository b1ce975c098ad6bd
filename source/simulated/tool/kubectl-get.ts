import {table} from './kubectl-table.js';
import {kindsOf, namespaced, rowsOf, singular, type Kind, type Request, type Row} from './kubectl-kinds.js';
import {yamlOf} from './yaml.js';
import {columns, fail, ok, type Result} from './tool.js';

/** `kubectl get`: JSON lists, single objects, names, and the tables that people read. */
export function kubectlGet(request: Request): Result {
	const {options, words, moment, cluster} = request;
	const [what = '', ...names] = words;
	if (what === '') return fail(1, 'error: Required resource not specified.');
	const [kindWord = '', slashName] = what.split('/');
	const kinds = kindsOf(kindWord);
	if ('unknown' in kinds) return fail(1, `error: the server doesn't have a resource type "${kinds.unknown}"`);
	const wanted = slashName === undefined ? names : [slashName, ...names];
	const everywhere = options.has('-A') || options.has('--all-namespaces');
	const namespace = options.get('-n') ?? options.get('--namespace') ?? 'default';
	const form = options.get('-o') ?? options.get('--output') ?? '';
	const selector = options.get('-l') ?? options.get('--selector');
	const found: Array<{kind: Kind; rows: Row[]}> = [];
	for (const kind of kinds) {
		const rows = rowsOf(moment, cluster, kind).filter(
			row =>
				(everywhere || !namespaced(kind) || row.namespace === namespace) &&
				(wanted.length === 0 || wanted.includes(row.name)) &&
				(selector === undefined || matches(row.labels, selector)) &&
				fields(row, options.get('--field-selector')),
		);
		const absent = wanted.find(name => !rows.some(row => row.name === name));
		if (absent !== undefined) {
			return options.has('--ignore-not-found')
				? ok()
				: fail(1, `Error from server (NotFound): ${kind} "${absent}" not found`);
		}

		found.push({kind, rows});
	}

	if (form === 'json') {
		const items = found.flatMap(({rows}) => rows.map(row => row.object()));
		const single = wanted.length === 1 && items.length === 1;
		const list = {apiVersion: 'v1', items, kind: 'List', metadata: {resourceVersion: ''}};
		return ok(JSON.stringify(single ? items[0] : list, null, 4));
	}

	if (form === 'yaml') {
		const items = found.flatMap(({rows}) => rows.map(row => row.object()));
		const list = {apiVersion: 'v1', items, kind: 'List'};
		return ok(yamlOf(wanted.length === 1 && items.length === 1 ? items[0] : list).trimStart());
	}

	if (form === 'name') {
		return ok(found.flatMap(({kind, rows}) => rows.map(({name}) => `${singular(kind)}/${name}`)).join('\n'));
	}

	const shown = found.filter(({rows}) => rows.length > 0);
	if (shown.length === 0) {
		return ok(
			'',
			everywhere || !namespaced(kinds[0] ?? 'pods')
				? 'No resources found'
				: `No resources found in ${namespace} namespace.`,
		);
	}

	const prefixed = kinds.length > 1 || kindWord === 'all';
	const tables = shown.map(({kind, rows}) => {
		const {head, cells, nameless} = table(request, kind, form === 'wide');
		const name = (row: Row): string => (prefixed ? `${singular(kind)}/${row.name}` : row.name);
		const lines = rows.map(row => [
			...(everywhere && namespaced(kind) ? [row.namespace ?? ''] : []),
			...(nameless ? [] : [name(row)]),
			...cells(row),
		]);
		const top = [...(everywhere && namespaced(kind) ? ['NAMESPACE'] : []), ...(nameless ? [] : ['NAME']), ...head];
		return columns(options.has('--no-headers') ? lines : [top, ...lines], 3);
	});
	return ok(tables.join('\n\n'));
}

/** `key=value`, `key==value`, `key!=value`, `key`, `!key`, joined by commas. */
export function matches(labels: Readonly<Record<string, string>>, selector: string): boolean {
	return selector.split(',').every(part => {
		const [, key = '', operator = '', value = ''] = /^([^=!]+)(==?|!=)?(.*)$/.exec(part) ?? [];
		if (part.startsWith('!')) return labels[part.slice(1)] === undefined;
		if (operator === '') return labels[key] !== undefined;
		return operator === '!=' ? labels[key] !== value : labels[key] === value;
	});
}

/** `metadata.name=X` and, for events, `involvedObject.name=X` and `.kind=X`; others match everything. */
function fields(row: Row, selector: string | undefined): boolean {
	if (selector === undefined) return true;
	return selector.split(',').every(part => {
		const [path = '', value = ''] = part.split('=');
		if (path === 'metadata.name') return row.name === value;
		const [root, field = ''] = path.split('.');
		if (root !== 'involvedObject') return true;
		const about = row.object()['involvedObject'] as Readonly<Record<string, unknown>> | undefined;
		return about?.[field] === value;
	});
}
