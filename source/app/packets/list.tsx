import {useMemo, useRef, useState} from 'react';
import {shown as asTyped} from '../../command/command.js';
import {packets, type Capture} from '../../command/tcpdump.js';
import {endLines} from '../../commands/packets-lines.js';
import type {PacketsPlace} from '../../commands/packets-place.js';
import {wrap} from '../../components/blocks.js';
import {unknownLines} from '../../components/empty.js';
import {edited, fieldSpans, type Field} from '../../components/field.js';
import {bold, colored, dim, line, type Line} from '../../components/line.js';
import {rowsOf, stacked} from '../../components/rows.js';
import {growingPane} from '../../components/text-pane.js';
import {useField} from '../../components/use-field.js';
import {level} from '../../keys/layers.js';
import type {Services} from '../../screens/services.js';
import type {PacketsText} from '../../text/packets.js';
import type {Shell} from '../shell.js';
import {layersOfWatched} from '../layers/asked-of.js';
import {packetsBindings, packetsFilterBindings} from './keys.js';
import {LivePane, stateWords, useLook} from './live-pane.js';
import {packetRows} from './rows.js';
import {useCapture, type Captured} from './use-capture.js';
import {useSaving} from './use-saving.js';
import type {PacketsSubject} from './watched.js';

/** A look ends by itself: after so many packets, or seconds. */
const usualCount = 1000;
const seconds = 600;

/** Packets of one place, the newest below; followed until somebody scrolls up. */
export function PacketsList(props: {
	readonly services: Services;
	readonly shell: Shell;
	readonly place: PacketsPlace;
	/** What `t` was pressed on. */
	readonly subject: PacketsSubject;
	readonly words: PacketsText;
	readonly width: number;
	readonly height: number;
	readonly onCopy: (what: string) => void;
	readonly onClose: () => void;
	/** The filter that was typed before, and is kept while the other pane is shown. */
	readonly filter: string;
	readonly onFilter: (filter: string) => void;
	/** To the connections of the same. */
	readonly onOther: () => void;
}) {
	const {services, shell, place, words, width, height, onClose} = props;
	const {text} = services;
	const {screen} = words;
	const [asked, setAsked] = useState({filter: props.filter, count: usualCount as number | null, turn: 0});
	const [field, setField] = useState<Field>();
	const capture = useMemo(
		(): Capture => ({
			...{file: place.file, link: place.link, seconds, filter: asked.filter, count: asked.count},
			...(place.isBridge !== undefined && {isBridge: place.isBridge}),
		}),
		[place, asked],
	);
	const {captured: live, stop} = useCapture(services, capture);
	const look = useLook(live, growingPane);
	const {watched: captured, problemsOnly: refusedOnly} = look;
	const saving = useSaving(shell.savePackets);
	const argv = useMemo(() => asTyped(packets(capture).argv), [capture]);
	const {head, rows} = useMemo(
		() => packetRows(captured.kept, refusedOnly, width, words),
		[captured, refusedOnly, width, words],
	);
	const failed = captured.end !== undefined && captured.end.kind !== 'ended' ? captured.end : undefined;
	const content = useMemo(() => {
		const before = captured.kept.lost > 0 ? [line(dim(words.lost(captured.kept.lost)))] : [];
		return stacked([rowsOf(before), rows, rowsOf(after(captured, rows.length))]);
		// eslint-disable-next-line react-hooks/exhaustive-deps
	}, [captured, rows, words, width]);
	const foot = [
		...notes(),
		...(field === undefined ? [] : [[bold(screen.filter), ...fieldSpans(field, width - 12)]]),
		line(dim(words.starts(argv))),
	];
	/** Looked at anew, by another filter or with another end. */
	const again = (change: Partial<typeof asked>): void => {
		look.goOn(true);
		setAsked(now => ({...now, ...change, turn: now.turn + 1}));
	};

	const name = useRef(fileName(place));
	useField(
		{
			bindings: packetsFilterBindings,
			level: level.overlay + 1,
			onEdit: edit => setField(now => now && edited(now, edit)),
			onAction(action) {
				if (action === 'packets-filter.done' && field) {
					const filter = field.text.trim();
					props.onFilter(filter);
					again({filter});
				}

				setField(undefined);
			},
		},
		field !== undefined,
	);
	const title = [
		place.label === 'host' ? words.where.host : place.label,
		place.link === 'any' ? words.where.any : place.link,
		...(asked.filter === '' ? [] : [asked.filter]),
	].join('  ');
	const right = [
		...(refusedOnly ? [screen.refusedOnly] : []),
		words.count(captured.kept.lost + captured.kept.length),
		stateWords(look, {isOver: captured.end !== undefined, isLive: captured.listens}, words),
	];
	return (
		<LivePane
			look={look}
			of="packets"
			bindings={packetsBindings}
			text={text}
			title={title}
			right={right}
			head={head}
			content={content}
			foot={foot}
			width={width}
			height={height}
			onClose={onClose}
			onAction={action => {
				switch (action) {
					case 'packets.choices': {
						return setField({text: asked.filter});
					}

					case 'packets.save': {
						if (saving.state?.running) return services.notify(screen.savesAlready);
						return saving.start(name.current, capture);
					}

					case 'packets.next': {
						if (saving.state?.running) return services.notify(words.connectionsPane.savedFirst);
						return props.onOther();
					}

					case 'packets.all': {
						return again({count: asked.count === null ? usualCount : null});
					}

					case 'packets.stop': {
						if (saving.state?.running) return saving.stop();
						return stop();
					}

					case 'packets.refresh': {
						return again({});
					}

					case 'packets.across': {
						return services.across(layersOfWatched(props.subject));
					}

					case 'packets.copy': {
						return props.onCopy(argv);
					}

					default: {
						return undefined;
					}
				}
			}}
		/>
	);

	/** What stands below the packets: that nothing came yet, how it ended, or why there are none. */
	function after({end, listens}: Captured, length: number): readonly Line[] {
		if (failed?.kind === 'bad-filter') {
			return [...wrap(words.badFilter(failed.words), width).map(row => line(bold(row))), line(dim(screen.typeAnother))];
		}

		if (failed) return unknownLines(text, failed.unknown);
		if (end?.kind === 'ended') {
			const said = endLines(end, captured.kept.lost + captured.kept.length, words);
			return [
				...(length === 0 && !refusedOnly ? [line(words.none)] : []),
				...said.flatMap(sentence => wrap(sentence, width)).map(row => line(bold(row))),
				line(dim(screen.again)),
			];
		}

		if (length > 0) return [];
		return [line(dim(listens ? screen.nothingYet : text.common.reading))];
	}

	function notes(): readonly Line[] {
		const {state} = saving;
		return [
			...(services.kind === 'simulated' ? [line(colored(words.simulated, 'yellow'))] : []),
			...(place.note === null ? [] : [line(dim(screen.notes[place.note]))]),
			...(state ? [line(bold(saving.said(state, words)))] : []),
		];
	}
}

/** From what is looked at; whoever makes the file leaves in it only what a name may have. */
const fileName = ({label, link}: PacketsPlace): string =>
	`${[label.replaceAll('/', '-'), ...(link === 'any' ? [] : [link])].join('-')}.pcap`;
