import {useEffect, useState} from 'react';
import {exactly, wrap} from '../../components/blocks.js';
import {unknownLines} from '../../components/empty.js';
import {blank, bold, dim, line, type Line} from '../../components/line.js';
import {Lines} from '../../components/lines.js';
import {useLayer} from '../../components/use-layer.js';
import {level} from '../../keys/layers.js';
import type {Services} from '../../screens/services.js';
import {packetsText, type PacketsText} from '../../text/packets.js';
import type {Language, Text} from '../../text/text.js';
import type {Shell} from '../shell.js';
import {layersOfWatched} from '../layers/asked-of.js';
import {ConnectionsList} from './connections.js';
import {elsewhereBindings} from './keys.js';
import {PacketsList} from './list.js';
import {usePlace} from './use-place.js';
import type {ConnectionsFound, PacketsSubject, PlaceFound} from './watched.js';

type Props = {
	readonly services: Services;
	readonly shell: Shell;
	readonly subject: PacketsSubject;
	readonly width: number;
	readonly height: number;
	readonly onCopy: (what: string) => void;
	readonly onClose: () => void;
};

type PaneProps = Props & {readonly words: PacketsText | undefined; readonly onOther: () => void};

/** `t`: packets as they pass, in the place of the screen; behind `tab`, connections. Only what is shown runs. */
export function PacketsView(props: Props) {
	const words = usePacketsWords(props.shell.language, props.services.text);
	const [isOther, setIsOther] = useState(false);
	const [filter, setFilter] = useState<string>();
	const given = {...props, words, onOther: () => setIsOther(now => !now)};
	return isOther ? <ConnectionsPane {...given} /> : <PacketsPane {...given} filter={filter} onFilter={setFilter} />;
}

function PacketsPane(
	props: PaneProps & {readonly filter: string | undefined; readonly onFilter: (filter: string) => void},
) {
	const {services, shell, subject, words, filter} = props;
	const {place, again} = usePlace(shell.findPackets, subject);
	if (place && 'link' in place && words && services.kind !== 'recorded') {
		return <PacketsList {...props} place={place} words={words} filter={filter ?? place.filter} />;
	}

	return <NothingThere {...props} place={place} recorded={words?.recorded} again={again} />;
}

function ConnectionsPane(props: PaneProps) {
	const {services, shell, subject, words} = props;
	const {place, again} = usePlace(shell.findConnections, subject);
	if (place && 'filters' in place && words && services.kind !== 'recorded') {
		return <ConnectionsList {...props} place={place} words={words} />;
	}

	return <NothingThere {...props} place={place} recorded={words?.recordedTable} again={again} />;
}

/** Before the place is found, and where there is none. */
function NothingThere({
	services,
	subject,
	words,
	place,
	recorded,
	width,
	height,
	again,
	onOther,
	onClose,
}: PaneProps & {
	readonly place: PlaceFound | ConnectionsFound | undefined;
	readonly recorded: string | undefined;
	readonly again: () => void;
}) {
	const {text, kind} = services;
	useLayer({
		level: level.overlay,
		bindings: elsewhereBindings,
		modal: true,
		onAction(action) {
			if (action === 'packets.back') return onClose();
			if (action === 'packets.across') return services.across(layersOfWatched(subject));
			return action === 'packets.next' ? onOther() : again();
		},
	});
	return <Lines lines={exactly(said(), height)} width={width} height={height} />;

	function said(): readonly Line[] {
		if (recorded !== undefined && kind === 'recorded') return [line(recorded)];
		if (!place || !words || 'label' in place) return [line(dim(text.common.reading))];
		if ('unknown' in place) return unknownLines(text, place.unknown);
		return [...wrap(place.message, width).map(row => line(bold(row))), blank];
	}
}

/** The sentences, loaded when the view opens. */
function usePacketsWords(language: Language, text: Text): PacketsText | undefined {
	const [words, setWords] = useState<PacketsText>();
	useEffect(() => {
		let isOpen = true;
		void packetsText(language, text).then(found => {
			if (isOpen) setWords(found);
		});
		return () => {
			isOpen = false;
		};
	}, [language, text]);
	return words;
}
