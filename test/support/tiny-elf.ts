import process from 'node:process';

/**
 * The smallest real program for this processor: prints one line and ends well, whatever it is asked. Undefined: not for
 * this processor. What stands after it, up to `size`, is filler that is the same each time.
 */
export function tinyElf(line: string, size = 4096): Buffer | undefined {
	const text = Buffer.from(`${line}\n`);
	const made = process.arch === 'x64' ? amd64(text.length) : process.arch === 'arm64' ? arm64(text.length) : undefined;
	if (made === undefined) return undefined;
	const headers = 64 + 56;
	const base = 0x400000n;
	const whole = BigInt(headers + made.code.length + text.length);
	const header = Buffer.alloc(headers);
	header.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
	header.writeUInt16LE(2, 16);
	header.writeUInt16LE(made.machine, 18);
	header.writeUInt32LE(1, 20);
	header.writeBigUInt64LE(base + BigInt(headers), 24);
	header.writeBigUInt64LE(64n, 32);
	for (const [at, value] of [
		[52, 64],
		[54, 56],
		[56, 1],
		[58, 64],
	] as const) {
		header.writeUInt16LE(value, at);
	}

	// One segment to load, readable and executable: all of it.
	header.writeUInt32LE(1, 64);
	header.writeUInt32LE(5, 68);
	for (const [at, value] of [
		[80, base],
		[88, base],
		[96, whole],
		[104, whole],
		[112, 4096n],
	] as const) {
		header.writeBigUInt64LE(value, at);
	}

	const program = Buffer.concat([header, made.code, text]);
	const filler = Buffer.from(
		Array.from({length: Math.max(0, size - program.length)}, (_, at) => (at * 167 + 13) % 251),
	);
	return Buffer.concat([program, filler]);
}

type Made = {readonly machine: number; readonly code: Buffer};

/** write(1, text, length); exit(0). The text stands right behind. */
function amd64(length: number): Made {
	const code = Buffer.from(
		'b801000000bf01000000488d3510000000ba00000000' + '0f05' + 'b83c000000' + '31ff' + '0f05',
		'hex',
	);
	code.writeUInt32LE(length, 18);
	return {machine: 0x3e, code};
}

function arm64(length: number): Made {
	const words = [0xd2800808, 0xd2800020, 0x100000c1, 0xd2800002 | (length << 5), 0xd4000001, 0xd2800ba8, 0xd2800000];
	const code = Buffer.alloc(32);
	for (const [index, word] of [...words, 0xd4000001].entries()) code.writeUInt32LE(word >>> 0, index * 4);
	return {machine: 0xb7, code};
}
