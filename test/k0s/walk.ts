import process from 'node:process';
import {readFileSync, writeFileSync} from 'node:fs';
import {setTimeout as sleep} from 'node:timers/promises';
import {parseArgs} from 'node:util';
import {loaded} from '../support/session.js';
import {Missing, realPlace, standInPlace} from './host.js';
import {remains} from './remains.js';
import {walk} from './steps.js';
import {compare, table, type Row} from './table.js';

// The walk on a real k0s: scripts/test-k0s.mjs says what it needs. Every step (steps.ts) runs the built product in a host of
// its own, and prints a row: the exit code, the time, and what it found, in words that are the same from run to run.

async function main(): Promise<number> {
	const {values} = parseArgs({
		options: {
			standin: {type: 'boolean'},
			dual: {type: 'boolean'},
			json: {type: 'string'},
			compare: {type: 'string'},
			only: {type: 'string', multiple: true},
			hold: {type: 'boolean'},
		},
	});
	if (!loaded.spawn) throw new Missing(`no pseudo-terminal: ${loaded.reason}`);
	const begin = Date.now();
	const place = await (values.standin ? standInPlace() : realPlace(values.dual));
	const stop = () => {
		place.down();
		process.exit(130);
	};
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
	const rows: Row[] = [];
	console.log(
		`On ${place.what}, in a test host of its own (${process.env['TESTHOST_SUITE'] ?? "this machine's Debian"}).`,
	);
	try {
		if (values.standin)
			await place.host.must([
				'sh',
				'-c',
				'mkdir -p /etc/k0s/containerd.d && echo "version = 2" >/etc/k0s/containerd.d/testhost.toml',
			]);
		await place.host.must(['sh', '-c', remains]);
		const wanted = walk.filter(
			({name, realOnly}) => !(values.standin && realOnly) && (values.only?.some(word => name.includes(word)) ?? true),
		);
		for (const {name, run} of wanted) {
			const at = Date.now();
			const {exit, finding, right} = await run(place.host).catch((error: unknown) => ({
				exit: null,
				finding: String(error).split('\n')[0] ?? '',
				right: false,
			}));
			const row = {step: name, exit, seconds: (Date.now() - at) / 1000, finding, right};
			rows.push(row);
			console.error(`${right ? 'ok ' : '!  '} ${row.seconds.toFixed(1).padStart(6)} s  ${name}: ${finding}`);
		}
		if (values.hold) {
			console.error(
				`The host ${place.host.name} stays until ctrl-c: test/testhost/testhost exec --name ${place.host.name}`,
			);
			for (;;) await sleep(60_000);
		}
	} finally {
		place.down();
	}

	console.log(`\n${table(rows)}\n`);
	const wrong = rows.filter(row => !row.right).length;
	console.log(`${rows.length} steps, ${wrong} not right, ${Math.round((Date.now() - begin) / 1000)} s`);
	if (values.json) writeFileSync(values.json, `${JSON.stringify({on: place.what, rows}, null, '\t')}\n`);
	if (values.compare) {
		const other = JSON.parse(readFileSync(values.compare, 'utf8')) as {on: string; rows: readonly Row[]};
		const found = compare(rows, other.rows);
		console.log(
			found.length === 0 ? `\nThe same as on ${other.on}.` : `\nNot the same as on ${other.on}:\n${found.join('\n')}`,
		);
	}

	return wrong === 0 ? 0 : 1;
}

main().then(
	code => process.exit(code),
	(error: unknown) => {
		console.error(error instanceof Missing ? `test:k0s: cannot run here: ${error.message}` : error);
		process.exit(error instanceof Missing ? 77 : 1);
	},
);
