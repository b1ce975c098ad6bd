import process from 'node:process';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {whyNoLab} from '../support/lab.js';
import {startPacketLab, type PacketLab} from '../support/packet-lab.js';
import {compare, noCounts} from '../support/walk-compare.js';

/** Random rules, routes, settings and packets on a real kernel: the walk may say that it does not know, never what is not so. */

const why = whyNoLab();
const hosts = Number(process.env['K0S_TUI_WALKS'] ?? 40);
const first = Number(process.env['K0S_TUI_WALK_SEED'] ?? 1);

describe.skipIf(why !== undefined)(`random hosts on a real kernel${why === undefined ? '' : `: ${why}`}`, () => {
	let lab: PacketLab;
	beforeAll(async () => {
		lab = await startPacketLab();
	});
	afterAll(() => lab?.down());

	test(`${hosts} hosts, ten packets each: none is certain and wrong`, {timeout: hosts * 5000 + 60_000}, async () => {
		const counts = noCounts();
		for (let seed = first; seed < first + hosts; seed++) await compare(lab, seed, counts);
		const {packets, right, unknown, wrong, on, kinds, named} = counts;
		console.log(
			`packets ${packets}, certain right ${right}, unknown ${unknown}, certain wrong ${wrong.length}; unknown by ${JSON.stringify(on)}`,
		);
		for (const [kind, own] of Object.entries(kinds))
			console.log(`${kind}: ${own.packets} packets, ${own.unknown} unknown`);
		if (process.env['K0S_TUI_WALK_WHY']) {
			const all = Object.entries(named).toSorted(([, a], [, b]) => b - a);
			for (const [name, count] of all.slice(0, Number(process.env['K0S_TUI_WALK_WHY'])))
				console.log(`${count} ${name}`);
		}

		expect(wrong).toEqual([]);
		expect(packets).toBe(hosts * 10);
		// What is understood must not become less.
		expect(right / packets).toBeGreaterThan(0.5);
	});
});
