import {dim, line} from '../../components/line.js';
import {displayWidth, pad} from '../../components/width.js';
import type {ReachWorld} from '../../model/reach/facts.js';
import {apiPlace, dnsPlace} from '../../model/reach/answer.js';
import {matrixSenders, matrixTargets} from '../../model/reach/matrix.js';
import {netnsPlaces} from '../../model/reach/netns.js';
import {parsePlace, placeText, type Place} from '../../model/reach/place.js';
import type {ReachScreenText} from '../../text/reach-screen.js';
import type {Finding} from '../finder.js';

/** What can be chosen beside places. */
export const turnEntry = '!turn';
export const matrixEntry = '!matrix';

type Entry = {readonly id: string; readonly group: string; readonly name: string};

/** Beyond the most of a matrix a person types what is meant. */
const without = (place: Place): boolean => place.kind === 'pod' || place.kind === 'service' || place.kind === 'netns';

/** What stands in the picker. `other`: the end that is chosen already. */
export function entriesFor(
	side: 'from' | 'to',
	world: ReachWorld | undefined,
	other: string | undefined,
	words: ReachScreenText,
): readonly Entry[] {
	const {groups, is} = words;
	const host = {id: 'host', group: groups.host, name: is.host};
	const outside = {id: 'outside', group: groups.outside, name: is.outside};
	const fixed =
		side === 'from'
			? [host, outside]
			: [
					{id: placeText(apiPlace), group: groups.api, name: is.api},
					{id: placeText(dnsPlace), group: groups.dns, name: is.dns},
					outside,
					host,
				];
	const places = world
		? [...(side === 'from' ? matrixSenders(world) : matrixTargets(world)), ...netnsPlaces(world)].filter(without)
		: [];
	const known = new Set(fixed.map(({id}) => id));
	const more = places
		.map(place => ({
			id: placeText(place),
			group: place.kind === 'pod' ? groups.pod : place.kind === 'netns' ? groups.netns : groups.service,
			name: shortOf(placeText(place)),
		}))
		.filter(({id}) => id !== other && !known.has(id));
	// What is asked most: of one's own namespace.
	const namespace = /^(?:pod|svc)\/([^/]+)\//.exec(other ?? '')?.[1];
	const near = more.filter(({name}) => name.startsWith(`${namespace}/`));
	const far = more.filter(entry => !near.includes(entry));
	// A service answers; it sends nothing itself, those behind it do.
	const turn =
		side === 'to' && other !== undefined ? [{id: turnEntry, group: groups.turn, name: words.turn(shortOf(other))}] : [];
	return [
		...(other?.startsWith('svc/') ? turn : []),
		...fixed.filter(({id}) => id !== other),
		...near,
		...far,
		...(other?.startsWith('svc/') ? [] : turn),
		{id: matrixEntry, group: groups.matrix, name: words.matrixEntry},
	];
}

export const shortOf = (place: string): string => place.replace(/^(?:pod|svc|netns)\//, '');

/** What fits the typed words; an address or a name that was typed in full is offered as it is. */
export function placeSearch(entries: readonly Entry[], words: ReachScreenText): (query: string) => Finding {
	const groupWidth = Math.max(displayWidth(words.groups.typed), ...entries.map(({group}) => displayWidth(group)));
	return query => {
		const typed = query.trim();
		const parts = typed.toLowerCase().split(' ').filter(Boolean);
		const found = entries.filter(({group, name}) =>
			parts.every(part => `${group} ${name}`.toLowerCase().includes(part)),
		);
		const own = typed === '' ? undefined : parsePlace(typed);
		const isNew = own !== undefined && !entries.some(({id, name}) => id === typed || name === typed);
		const entry = isNew ? [{id: typed, group: words.groups.typed, name: typed}] : [];
		// A word is looked for first; an address, or what has a port, is meant as it stands.
		const shown = own?.kind === 'name' && own.port === null ? [...found, ...entry] : [...entry, ...found];
		return {
			ids: shown.map(({id}) => id),
			row: at => line(' ', dim(pad(shown[at]?.group ?? '', groupWidth + 2)), shown[at]?.name ?? ''),
			count: `${shown.length}`,
		};
	};
}
