import {expect, test} from 'vitest';
import {ipDocuments, ipDocumentsInPieces} from '../../../source/read/ip/json.js';
import {readAddresses} from '../../../source/read/ip/address.js';
import {outcomeOf} from '../../support/samples.js';

const entries = (count: number, alias: string) =>
	Array.from({length: count}, (_, at) => ({
		ifindex: at + 1,
		ifname: `veth${at}`,
		ifalias: alias,
		addr_info: [{}, {local: `10.0.${at >> 8}.${at & 255}`}],
	}));

test('a long document in pieces is the same as at once, whatever its names hold', () => {
	const long = entries(6000, '},{"ifindex":9,"ifname":"not me');
	const outcome = outcomeOf({argv: ['ip'], stdout: `${JSON.stringify(long)}\n[]\n`});
	const work = ipDocumentsInPieces(outcome);
	let stops = 0;
	let step = work.next();
	for (; !step.done; step = work.next()) stops++;
	expect(stops).toBeGreaterThan(3);
	expect(step.value).toEqual({known: true, value: [long, []], notes: []});
	expect(ipDocuments(outcome)).toEqual(step.value);
});

test('a long document that is cut is unreadable, never a shorter list', () => {
	const whole = JSON.stringify(entries(6000, ''));
	for (const length of [whole.length - 1, whole.length - 200, 250_000]) {
		expect(ipDocuments(outcomeOf({argv: ['ip'], stdout: whole.slice(0, length)}))).toMatchObject({
			unknown: {reason: 'unreadable'},
		});
	}
});

test('control characters in names, which iproute2 6.1.0 does not escape', () => {
	const stdout = '[{"ifindex":1,"ifname":"a\u001B[31m","link_type":"ether"}]\n';
	const reading = readAddresses(outcomeOf({argv: ['ip'], stdout}));
	expect(reading.known && reading.value.map(({name}) => name)).toEqual(['a\u001B[31m']);
});
