/**
 * A 64-bit little-endian ELF program without what the kernel never loads: the symbol table behind its last segment, 18 MB of
 * Node's 127 MB. As `sstrip` does it, for every processor: `strip` knows one alone. What is not understood is returned whole.
 */
export function withoutSymbols(program: Uint8Array): Uint8Array {
	const view = new DataView(program.buffer, program.byteOffset, program.byteLength);
	// 0x7f ELF, 64 bits, little-endian.
	if (program.length < 64 || view.getUint32(0) !== 0x7f_45_4c_46 || view.getUint16(4) !== 0x0201) return program;
	const table = Number(view.getBigUint64(32, true));
	const size = view.getUint16(54, true);
	const count = view.getUint16(56, true);
	if (size < 56 || table + count * size > program.length) return program;
	let end = table + count * size;
	for (let index = 0; index < count; index++) {
		const at = table + index * size;
		end = Math.max(end, Number(view.getBigUint64(at + 8, true) + view.getBigUint64(at + 32, true)));
	}

	if (end > program.length) return program;
	const kept = program.slice(0, end);
	// No table of sections any more: its place, and its entries' count and names.
	kept.fill(0, 40, 48);
	kept.fill(0, 60, 64);
	return kept;
}
