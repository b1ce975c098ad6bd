import {dim, line, type Line} from '../../components/line.js';
import {displayWidth, pad} from '../../components/width.js';
import type {ObjectKind} from '../../screens/objects.js';
import type {Text} from '../../text/text.js';
import type {Entry, Finding} from '../finder.js';
import type {Place, Places, Unread} from './collect.js';
import {findNames, nameIndex, type Hit, type HitGroup, type NameIndex} from './names.js';
import {unreadRow} from './unread-row.js';
import {finish} from '../../store/slices.js';

/** An action of the frame or of the open screen, as it stands among what is found. */
type Act = {readonly kind: 'action'; readonly names: readonly [string, ...string[]]; readonly entry: Entry};

type Found = Act | Place;

export type PaletteSearch = {
	readonly search: (query: string) => Finding;
	/** What the row with that id stands for; `unread`: the row that reads what no name can be found of. */
	readonly at: (id: string) => Found | typeof unreadRow | undefined;
};

/** Among kinds that fit equally well: what is nearer to what people came for. */
const order: readonly ObjectKind[] = [
	'kind',
	'list',
	'pod',
	'service',
	'workload',
	'path',
	'netns',
	'link',
	'chain',
	'check',
];

/** The name of a kind was typed in full. */
const isExactKind = ({kind, hits: [best]}: Pick<HitGroup<Found>, 'kind' | 'hits'>): boolean =>
	kind === 'kind' && best?.rank === 0;

const placeIn = (kind: string): number => {
	const place = order.findIndex(each => each === kind);
	return place === -1 ? order.length : place;
};

const byOrder = (a: {readonly kind: string}, b: {readonly kind: string}): number => placeIn(a.kind) - placeIn(b.kind);

const idOf = (found: Found): string =>
	found.kind === 'action' ? found.entry.id : `${found.screen} ${found.kind} ${found.key}`;

/** Nothing typed: all actions. Else whatever fits, by kind. */
export function paletteSearch(entries: readonly Entry[], places: Places, text: Text): PaletteSearch {
	const acts = entries.map((entry): Act => ({
		kind: 'action',
		names: [entry.name, `${entry.group} ${entry.name}`, entry.id, entry.keys],
		entry,
	}));
	const index: NameIndex<Found> = [...finish(nameIndex<Found>(acts)), ...places.index.toSorted(byOrder)];
	const shown = new Map<string, Found>();
	const readable = places.unread.filter(({canRead}) => canRead);
	const parts = unreadParts(readable, text);
	const all = acts.map((entry): Hit<Found> => ({entry, rank: 0, name: entry.entry.name.toLowerCase()}));
	return {
		search(query) {
			const groups = query.trim() === '' ? [{kind: 'action', hits: all, more: false}] : findNames(index, query);
			const word = query.trim();
			const isKind = groups.some(isExactKind);
			const guesses = isKind || word === '' ? [] : places.guess(word);
			// `:events` is the list of that kind, as in k9s, and not what shows those of the selected row.
			const first = groups.toSorted((a, b) => Number(isExactKind(b)) - Number(isExactKind(a)));
			const hits = first.flatMap(group => group.hits);
			const guessed = guesses.map((entry): Hit<Found> => ({entry, rank: 3, name: ''}));
			// `pods shop`: a kind and where, which a name that holds both words would hide.
			const lines = word.includes(' ') ? guessed : [];
			for (const {entry} of [...hits, ...guessed]) shown.set(idOf(entry), entry);
			const offer = word !== '' && readable.length > 0 ? [unreadRow] : [];
			// Chains are called in capitals, kinds of the API never.
			const rows =
				lines.length > 0
					? [...lines, ...hits, ...offer]
					: /[A-Z]{2}/.test(word)
						? [...hits, ...offer, ...guessed]
						: [...hits, ...guessed, ...offer];
			const kinds = rows.map(each => (each === unreadRow ? '' : kindWord(each.entry, text)));
			const widest = Math.max(0, ...kinds.map(kind => displayWidth(kind)));
			return {
				ids: rows.map(each => (each === unreadRow ? unreadRow : idOf(each.entry))),
				row(at) {
					const each = rows[at];
					if (each === unreadRow) return line(dim(` ${text.objects.readFirst(parts)}`));
					return rowOf(each, kinds[at] ?? '', widest);
				},
				count: `${hits.length + guessed.length}${groups.some(({more}) => more) ? '+' : ''}`,
			};
		},
		at: id => (id === unreadRow ? unreadRow : shown.get(id)),
	};
}

const kindWord = (found: Found, text: Text): string =>
	found.kind === 'action' ? found.entry.group : text.objects.kinds[found.kind];

/** `pod   kube-system/coredns-…   10.244.0.3`: the other name is the one that fits. */
function rowOf(hit: Hit<Found> | undefined, kind: string, widest: number): Line {
	if (!hit) return [];
	const {entry, name} = hit;
	const [first] = entry.names;
	const other = entry.names.find(each => each.toLowerCase() === name);
	const beside =
		entry.kind === 'action' ? [entry.entry.keys] : [entry.note ?? '', first.includes(other ?? '') ? '' : (other ?? '')];
	return line(dim(pad(` ${kind}`, widest + 3)), first, ...beside.filter(Boolean).map(words => dim(`  ${words}`)));
}

const unreadParts = (unread: readonly Unread[], {objects, app}: Text): readonly string[] =>
	unread.map(({screen, kinds}) =>
		objects.unreadPart(
			app.screens[screen],
			kinds.map((kind: ObjectKind) => objects.kinds[kind]),
		),
	);

/** `Not read yet: Network (netns, links), Nftables (chains)`: what no name can be found of. */
export function unreadLine({unread}: Places, text: Text): Line | undefined {
	return unread.length === 0 ? undefined : line(dim(text.objects.unread(unreadParts(unread, text))));
}
