import {nftExpressions} from '../filter/rule-json.js';
import {chainKey, markDeleted} from '../filter/deleted.js';
import {nftText} from '../filter/nft-text.js';
import type {Chain, Table} from '../filter/rule.js';
import {tables} from '../filter/tables.js';
import {monitor} from './follow.js';
import type {Moment} from '../moment.js';
import {fail, ok, parseArguments, type Call, type Result} from './tool.js';

/** nft 1.1: `list ruleset [FAMILY]`, `list tables`, `list chains`, `list table|chain FAMILY …`, as text and with -j. */
export function nft(call: Call): Result | Promise<Result> {
	const {options, words} = parseArguments(call.argv.slice(1));
	const json = options.has('-j') || options.has('--json');
	const [verb, what, ...rest] = words;
	if (verb === '--version' || options.has('--version') || options.has('-v')) {
		return ok('nftables v1.1.1 (Commodore Bullmoose #2)');
	}

	if (verb === 'monitor')
		return monitor(call, rulesMark, now => [
			`add rule ip nat KUBE-SERVICES comment ${now.length}`,
			now,
			'# new generation 2 by process 1 (iptables-restor)',
		]);
	if (verb === 'delete' && what === 'chain') return deleteChain(call, rest[1] ?? '', rest[2] ?? '');
	if (verb !== 'list') return fail(1, 'Error: syntax error, unexpected end of file');
	const all = tables(call.moment());
	const chosen = rest[0] === undefined || ['ip', 'inet'].includes(rest[0]) ? all : [];
	switch (what) {
		case 'ruleset': {
			return json ? ok(document(chosen, true)) : text(rest[0] === 'inet' ? [] : chosen);
		}

		case 'tables': {
			return json
				? ok(wrap(chosen.map((table, index) => tableObject(table, index))))
				: ok(chosen.map(({name}) => `table ip ${name}`).join('\n'));
		}

		case 'chains': {
			return json ? ok(document(chosen, false)) : ok(chosen.map(table => chainsText(table)).join('\n'));
		}

		case 'table': {
			const table = chosen.filter(({name}) => name === rest[1]);
			if (table.length === 0) return missing(call, rest[1]);
			return json ? ok(document(table, true)) : text(table);
		}

		case 'chain': {
			const table = chosen.find(({name}) => name === rest[1]);
			const chain = table?.chains.find(({name}) => name === rest[2]);
			if (!table || !chain) return missing(call, rest[1]);
			const one = {...table, chains: [chain]};
			return json ? ok(document([one], true, table)) : text([one]);
		}

		default: {
			return fail(1, `Error: syntax error, unexpected string\n${words.join(' ')}`);
		}
	}
}

/** The rules without what packets count. */
const rulesMark = (moment: Moment): unknown => JSON.stringify(tables(moment)).replaceAll(/"(packets|bytes)":\d+/g, '');

/** With its rules; refused while a rule elsewhere leads to it, as the kernel does. */
function deleteChain(call: Call, tableName: string, name: string): Result {
	const moment = call.moment();
	const table = tables(moment).find(one => one.name === tableName);
	if (!table?.chains.some(chain => chain.name === name)) return missing(call, name);
	const used = table.chains.some(
		chain => chain.name !== name && chain.rules.some(({target}) => target.t === 'jump' && target.chain === name),
	);
	if (used) return fail(1, 'Error: Could not process rule: Device or resource busy');
	markDeleted(moment.state, chainKey(tableName, name));
	return ok();
}

function missing(call: Call, name = ''): Result {
	const line = call.argv
		.slice(1)
		.filter(word => !word.startsWith('-'))
		.join(' ');
	const at = Math.max(0, line.indexOf(name));
	return fail(1, `Error: No such file or directory\n${line}\n${' '.repeat(at)}${'^'.repeat(name.length)}`);
}

const tab = '\t';

function chainText(chain: Chain): string {
	const head =
		chain.hook === null
			? []
			: [`${tab}${tab}type ${chain.hook.type} hook ${chain.hook.hook} priority ${chain.hook.word}; policy accept;`];
	const rules = chain.rules.map(rule => `${tab}${tab}${nftText(rule)}`);
	return [`${tab}chain ${chain.name} {`, ...head, ...rules, `${tab}}`].join('\n');
}

/** Tables that hold xtables matches or targets get a warning, on standard error. */
function text(chosen: readonly Table[]): Result {
	const warned = chosen.filter(({chains}) => chains.some(({rules}) => rules.length > 0));
	return ok(
		chosen
			.map(({name, chains}) => `table ip ${name} {\n${chains.map(chain => chainText(chain)).join('\n\n')}\n}`)
			.join('\n'),
		warned.map(({name}) => `# Warning: table ip ${name} is managed by iptables-nft, do not touch!`).join('\n'),
	);
}

function chainsText({name, chains}: Table): string {
	return `table ip ${name} {\n${chains.map(chain => chainText({...chain, rules: []})).join('\n')}\n}`;
}

const metainfo = {metainfo: {version: '1.1.1', release_name: 'Commodore Bullmoose #2', json_schema_version: 1}};

function wrap(objects: readonly unknown[]): string {
	return JSON.stringify({nftables: [metainfo, ...objects]});
}

const tableObject = ({name}: Table, index: number): unknown => ({table: {family: 'ip', name, handle: index + 1}});

/** Chains of a table come before its rules. Handles count through the table, as the kernel gives them. */
function document(chosen: readonly Table[], rules: boolean, whole?: Table): string {
	return wrap(
		chosen.flatMap((table, tableIndex) => {
			const all = (whole ?? table).chains;
			const handle = (chain: Chain): number => all.findIndex(({name}) => name === chain.name) + 1;
			const before = (chain: Chain): number =>
				all.slice(0, handle(chain) - 1).reduce((sum, one) => sum + one.rules.length, all.length + 1);
			const common = {family: 'ip', table: table.name};
			const chains = table.chains.map(chain => ({
				chain: {
					...common,
					name: chain.name,
					handle: handle(chain),
					...(chain.hook === null
						? {}
						: {type: chain.hook.type, hook: chain.hook.hook, prio: chain.hook.priority, policy: 'accept'}),
				},
			}));
			if (!rules) return chains;
			return [
				tableObject(table, tableIndex),
				...chains,
				...table.chains.flatMap(chain =>
					chain.rules.map((rule, index) => ({
						rule: {...common, chain: chain.name, handle: before(chain) + index, expr: nftExpressions(rule)},
					})),
				),
			];
		}),
	);
}
