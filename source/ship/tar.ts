/** Names and bytes in the form that every tar reads (POSIX ustar), the same bytes for the same files wherever it is made. */
export type Entry = {
	/** At most 100 bytes. */
	readonly name: string;
	readonly mode: number;
	readonly data: Uint8Array;
};

const block = 512;

/** Files as one tar: root's, of the first second of 1980, in the order that they are given in. @throws a name is too long. */
export function tarOf(entries: readonly Entry[]): Buffer {
	const parts = entries.flatMap(({name, mode, data}) => [
		headerOf(name, mode, data.length),
		data,
		Buffer.alloc((block - (data.length % block)) % block),
	]);
	return Buffer.concat([...parts, Buffer.alloc(2 * block)]);
}

/** 1980-01-01: some tools warn of a file from 1970. */
const written = 315_532_800;

function headerOf(name: string, mode: number, size: number): Buffer {
	const header = Buffer.alloc(block);
	if (Buffer.byteLength(name) > 100) throw new Error(`${name} is too long for a tar`);
	const octal = (value: number, digits: number): string => `${value.toString(8).padStart(digits, '0')}\0`;
	header.write(name, 0);
	header.write(octal(mode, 7), 100);
	header.write(octal(0, 7), 108);
	header.write(octal(0, 7), 116);
	header.write(octal(size, 11), 124);
	header.write(octal(written, 11), 136);
	header.write(' '.repeat(8), 148);
	header.write('0', 156);
	header.write('ustar\u000000', 257);
	header.write('root', 265);
	header.write('root', 297);
	const sum = header.reduce((total, byte) => total + byte, 0);
	header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
	return header;
}

/** The bytes of one file of a tar that npm packed; undefined: it has no such file. */
export function fileIn(tar: Uint8Array, wanted: string): Uint8Array | undefined {
	const text = new TextDecoder('latin1');
	const field = (at: number, from: number, length: number): string =>
		text.decode(tar.subarray(at + from, at + from + length)).replace(/[\0 ].*$/s, '');
	for (let at = 0; at + block <= tar.length && tar[at] !== 0;) {
		const size = parseInt(field(at, 124, 12), 8);
		if (!(size >= 0)) return undefined;
		const prefix = field(at, 345, 155);
		const name = `${prefix === '' ? '' : `${prefix}/`}${field(at, 0, 100)}`;
		if (name === wanted) return tar.subarray(at + block, at + block + size);
		at += block + Math.ceil(size / block) * block;
	}

	return undefined;
}
