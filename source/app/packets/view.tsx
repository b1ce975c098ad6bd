import {useEffect, useMemo, useState} from 'react';
import {exactly, wrap} from '../../components/blocks.js';
import {unknownLines} from '../../components/empty.js';
import {blank, bold, dim, line, type Line} from '../../components/line.js';
import {Lines} from '../../components/lines.js';
import {useLayer} from '../../components/use-layer.js';
import {level} from '../../keys/layers.js';
import type {Services} from '../../screens/services.js';
import {packetsText, type PacketsText} from '../../text/packets.js';
import type {Language} from '../../text/text.js';
import type {Shell} from '../shell.js';
import {waitingBindings} from '../reach/keys.js';
import {PacketsList} from './list.js';
import type {PacketsSubject, PlaceFound} from './watched.js';

/** `t`: packets as they pass, in the place of the screen. */
export function PacketsView(props: {
	readonly services: Services;
	readonly shell: Shell;
	readonly subject: PacketsSubject;
	readonly width: number;
	readonly height: number;
	readonly onCopy: (what: string) => void;
	readonly onClose: () => void;
}) {
	const {services, shell, subject, width, height, onClose} = props;
	const {text} = services;
	const words = usePacketsWords(shell.language);
	const {place, again} = usePlace(shell.findPackets, subject);
	const found = place && !('code' in place) && !('unknown' in place) ? place : undefined;
	const isRecorded = services.kind === 'recorded';
	useLayer(
		{
			level: level.overlay,
			bindings: waitingBindings,
			modal: true,
			onAction: action => (action === 'reach.back' ? onClose() : again()),
		},
		!found || !words || isRecorded,
	);
	if (found && words && !isRecorded) return <PacketsList {...props} place={found} words={words} />;
	return <Lines lines={exactly(said(), height)} width={width} height={height} />;

	function said(): readonly Line[] {
		if (words && isRecorded) return [line(words.recorded)];
		if (!place || !words || 'link' in place) return [line(dim(text.common.reading))];
		if ('unknown' in place) return unknownLines(text, place.unknown);
		return [...wrap(place.message, width).map(row => line(bold(row))), blank];
	}
}

/** The sentences, loaded when the view opens. */
function usePacketsWords(language: Language): PacketsText | undefined {
	const [words, setWords] = useState<PacketsText>();
	useEffect(() => {
		let isOpen = true;
		void packetsText(language).then(found => {
			if (isOpen) setWords(found);
		});
		return () => {
			isOpen = false;
		};
	}, [language]);
	return words;
}

function usePlace(
	find: Shell['findPackets'],
	{name, link}: PacketsSubject,
): {readonly place: PlaceFound | undefined; readonly again: () => void} {
	const [place, setPlace] = useState<PlaceFound>();
	const [turn, setTurn] = useState(0);
	useEffect(() => {
		const controller = new AbortController();
		setPlace(undefined);
		void find({...(name !== undefined && {name}), ...(link !== undefined && {link})}, controller.signal).then(found => {
			if (!controller.signal.aborted) setPlace(found);
		});
		return () => controller.abort();
	}, [find, name, link, turn]);
	return useMemo(() => ({place, again: () => setTurn(now => now + 1)}), [place]);
}
