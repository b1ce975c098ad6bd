import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {TestHost} from '../support/test-host.js';

const bench = fileURLToPath(new URL('../../bench/', import.meta.url));
/** The files of the benchmark that measure within the host. */
const files = ['rest.py', 'session.py', 'screen.py'] as const;
const place = '/run/k0s-walk';

type Measured = {
	readonly seconds: number;
	readonly cpu: number;
	readonly pss: number;
	readonly programs: number;
	readonly names: Readonly<Record<string, number>>;
	readonly open: Readonly<Record<string, number>>;
};

/**
 * A screen left alone for half a minute, after as long, on the host itself: which processes it started in that time, its
 * processor time and memory with all of them (bench/rest.py).
 */
export async function atRest(
	host: TestHost,
	screen: string,
	ready: string,
): Promise<{readonly finding: string; readonly measured: string; readonly right: boolean}> {
	await host.must(['mkdir', '-p', place]);
	for (const file of files)
		await host.must(['sh', '-c', `cat >${place}/${file}`], {input: readFileSync(join(bench, file), 'utf8')});
	const job = {argv: [...host.tuiArgv, '--screen', screen, '--lang', 'en'], ready, warm: 25, seconds: 30};
	const found = JSON.parse(
		await host.must(['python3', `${place}/rest.py`], {input: JSON.stringify(job), milliseconds: 240_000}),
	) as Measured;
	const k0s = (found.names['k0s'] ?? 0) + (found.names['kubectl'] ?? 0);
	const started = Object.entries(found.names).map(([name, count]) => `${count} ${name}`);
	return {
		finding: `programs of k0s started: ${k0s}; under 5 others: ${found.programs - k0s < 5}`,
		measured: `${found.cpu.toFixed(2)} % of a core, ${found.pss.toFixed(0)} MB, started in ${found.seconds.toFixed(0)} s: ${started.join(', ') || 'nothing'}; stay open: ${Object.keys(found.open).join(', ') || 'nothing'}`,
		right: k0s === 0 && found.programs < 5,
	};
}
