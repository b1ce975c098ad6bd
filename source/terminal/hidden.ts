/**
 * Which UTF-16 code units may not reach the terminal as they are: Unicode's general categories Cc, Cf, Cs, Zl, Zp, the
 * properties Default_Ignorable_Code_Point and Noncharacter_Code_Point (Unicode 16), and U+FFFD, whose width is
 * ambiguous. A test compares these ranges with the engine's own tables.
 */
export const unit = {plain: 0, hidden: 1, tab: 2, escape: 3, csi: 4, high: 5, low: 6, combining: 7} as const;

const hidden: ReadonlyArray<readonly [number, number]> = [
	[0x00_00, 0x00_1f],
	[0x00_7f, 0x00_9f],
	[0x00_ad, 0x00_ad],
	[0x03_4f, 0x03_4f],
	[0x06_00, 0x06_05],
	[0x06_1c, 0x06_1c],
	[0x06_dd, 0x06_dd],
	[0x07_0f, 0x07_0f],
	[0x08_90, 0x08_91],
	[0x08_e2, 0x08_e2],
	[0x11_5f, 0x11_60],
	[0x17_b4, 0x17_b5],
	[0x18_0b, 0x18_0f],
	[0x20_0b, 0x20_0f],
	[0x20_28, 0x20_2e],
	[0x20_60, 0x20_6f],
	[0x31_64, 0x31_64],
	[0xfd_d0, 0xfd_ef],
	[0xfe_00, 0xfe_0f],
	[0xfe_ff, 0xfe_ff],
	[0xff_a0, 0xff_a0],
	[0xff_f0, 0xff_fb],
	[0xff_fd, 0xff_ff],
];

/** Blocks of combining marks that go with any letter; some pile hundreds of them on one. */
const combining: ReadonlyArray<readonly [number, number]> = [
	[0x03_00, 0x03_4e],
	[0x03_50, 0x03_6f],
	[0x04_83, 0x04_89],
	[0x1a_b0, 0x1a_ff],
	[0x1d_c0, 0x1d_ff],
	[0x20_d0, 0x20_ff],
	[0x30_99, 0x30_9a],
	[0xfe_20, 0xfe_2f],
];

/** The class of every code unit. 64 KiB, so that a look costs one load. */
export const classes: Uint8Array = classTable();

function classTable(): Uint8Array {
	const table = new Uint8Array(0x1_00_00);
	for (const [first, last] of combining) table.fill(unit.combining, first, last + 1);
	for (const [first, last] of hidden) table.fill(unit.hidden, first, last + 1);
	table.fill(unit.high, 0xd8_00, 0xdc_00);
	table.fill(unit.low, 0xdc_00, 0xe0_00);
	table[0x09] = unit.tab;
	table[0x1b] = unit.escape;
	table[0x9b] = unit.csi;
	return table;
}

/** The same question for a code point beyond the first plane. */
export function isHiddenBeyond(point: number): boolean {
	return (
		point === 0x1_10_bd ||
		point === 0x1_10_cd ||
		(point >= 0x1_34_30 && point <= 0x1_34_3f) ||
		(point >= 0x1_bc_a0 && point <= 0x1_bc_a3) ||
		(point >= 0x1_d1_73 && point <= 0x1_d1_7a) ||
		(point >= 0xe_00_00 && point <= 0xe_0f_ff) ||
		(point & 0xff_fe) === 0xff_fe
	);
}
