import {readFileSync} from 'node:fs';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createPcapGauge} from '../../source/read/pcap.js';

/** 39 packets as tcpdump 4.99.3 writes them. */
const file = readFileSync('test/samples/tcpdump/link.pcap');

/** How a stream comes: in chunks of any size. */
const cut = (sizes: readonly number[]): Uint8Array[] => {
	const chunks: Uint8Array[] = [];
	for (let at = 0, turn = 0; at < file.length; turn++) {
		const size = sizes[turn % sizes.length] ?? 1;
		chunks.push(file.subarray(at, at + size));
		at += size;
	}

	return chunks;
};

test('counts the packets, however the stream is cut', () => {
	fc.assert(
		fc.property(fc.array(fc.integer({min: 1, max: 300}), {minLength: 1, maxLength: 20}), sizes => {
			const gauge = createPcapGauge(1e6);
			const kept = Buffer.concat(cut(sizes).map(chunk => gauge.take(chunk)));
			expect(kept.equals(file)).toBe(true);
			expect([gauge.packets, gauge.bytes, gauge.full]).toEqual([39, file.length, false]);
		}),
	);
});

test('of a file that grows too large whole packets stay, and no byte more', () => {
	fc.assert(
		fc.property(
			fc.array(fc.integer({min: 1, max: 300}), {minLength: 1, maxLength: 20}),
			fc.integer({min: 24, max: file.length - 1}),
			(sizes, most) => {
				const gauge = createPcapGauge(most);
				const kept = Buffer.concat(cut(sizes).map(chunk => gauge.take(chunk)));
				expect(gauge.full).toBe(true);
				expect(gauge.bytes).toBeLessThanOrEqual(most);
				const whole = file.subarray(0, gauge.bytes);
				// What was handed on before of a packet that does not fit is cut off from the file.
				expect(kept.subarray(0, gauge.bytes).equals(whole)).toBe(true);
				const again = createPcapGauge(1e6);
				again.take(whole);
				expect([again.packets, again.bytes]).toEqual([gauge.packets, gauge.bytes]);
			},
		),
	);
});

test('a packet that was cut off at the end does not count', () => {
	const gauge = createPcapGauge(1e6);
	gauge.take(file.subarray(0, file.length - 1));
	expect(gauge.packets).toBe(38);
});
