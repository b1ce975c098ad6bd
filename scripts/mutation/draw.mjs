import {createHash} from 'node:crypto';

const chance = (...parts) => createHash('sha256').update(parts.join('\0')).digest().readUInt32BE(0) / 2 ** 32;

/**
 * `count` of these mutants, by chance: the list (files in their order, places in theirs) is cut into `count` stretches of
 * the same length and one is drawn of each. So every mutant has the same chance, and the sample is spread over the files
 * as the mutants are. The same list, count and seed give the same sample.
 */
export function draw(mutants, count, seed) {
	if (count >= mutants.length) return mutants;
	const length = mutants.length / count;
	return Array.from({length: count}, (_, index) => mutants[Math.floor((index + chance(seed, index)) * length)]);
}

/** The Wilson interval of a share, 95 %: `[low, high]`, from 0 to 1. It holds for small samples and near the ends. */
export function wilson(hits, tries) {
	if (tries === 0) return [0, 1];
	const z = 1.96;
	const share = hits / tries;
	const middle = share + z ** 2 / (2 * tries);
	const half = z * Math.sqrt((share * (1 - share)) / tries + z ** 2 / (4 * tries ** 2));
	return [(middle - half) / (1 + z ** 2 / tries), (middle + half) / (1 + z ** 2 / tries)];
}

/**
 * The mutants of all rooms in the order in which they are tried: by chance within a room, the rooms in step with each
 * other. So what was tried when the run is stopped is itself a sample of each room.
 */
export function inTurn(rooms, seed) {
	const turns = [...rooms.values()].flatMap(mutants =>
		[...mutants]
			.sort((one, other) => chance(seed, one.name) - chance(seed, other.name))
			.map((mutant, index) => ({mutant, turn: index / mutants.length})),
	);
	return turns.sort((one, other) => one.turn - other.turn).map(({mutant}) => mutant);
}
