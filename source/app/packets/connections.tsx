import {useMemo, useState} from 'react';
import {shown as asTyped} from '../../command/command.js';
import {connectionEvents, connections} from '../../command/conntrack.js';
import type {ConnectionsPlace} from '../../commands/conntrack-place.js';
import {wrap} from '../../components/blocks.js';
import {unknownLines} from '../../components/empty.js';
import {bold, colored, dim, line, type Line} from '../../components/line.js';
import {rowsOf, stacked} from '../../components/rows.js';
import {emptyPane} from '../../components/text-pane.js';
import type {Services} from '../../screens/services.js';
import type {PacketsText} from '../../text/packets.js';
import {layersOfWatched} from '../layers/asked-of.js';
import {connectionRows} from './connection-rows.js';
import {connectionsBindings} from './keys.js';
import {LivePane, stateWords, useLook} from './live-pane.js';
import {lookSeconds, useConnections} from './use-connections.js';
import type {PacketsSubject} from './watched.js';

/** Connections of one place as the kernel tracks them, changed by its events; those that began last above. */
export function ConnectionsList({
	services,
	place,
	subject,
	words,
	width,
	height,
	onCopy,
	onOther,
	onClose,
}: {
	readonly services: Services;
	readonly place: ConnectionsPlace;
	/** What `t` was pressed on. */
	readonly subject: PacketsSubject;
	readonly words: PacketsText;
	readonly width: number;
	readonly height: number;
	readonly onCopy: (what: string) => void;
	/** To the packets of the same. */
	readonly onOther: () => void;
	readonly onClose: () => void;
}) {
	const {text} = services;
	const own = words.connectionsPane;
	const [turn, setTurn] = useState(0);
	const {watched: live, stop} = useConnections(services, place, turn);
	const look = useLook(live, emptyPane);
	const {watched, problemsOnly: unansweredOnly} = look;
	const {tracked, isRead, end} = watched;
	const listing = useMemo(() => place.filters.map(each => asTyped(connections(each).argv)), [place]);
	const following = useMemo(
		() => place.filters.map(each => asTyped(connectionEvents(each, lookSeconds).argv)),
		[place],
	);
	const {head, rows} = useMemo(
		() => connectionRows(tracked, unansweredOnly, width < 100, words),
		[tracked, unansweredOnly, width, words],
	);
	const content = useMemo(
		() => stacked([rowsOf(before()), rows, rowsOf(after())]),
		[watched, rows, unansweredOnly, words, width], // eslint-disable-line react-hooks/exhaustive-deps
	);
	const right = [
		...(unansweredOnly ? [own.unansweredOnly] : []),
		...(isRead ? [words.connections(tracked.total)] : []),
		...(tracked.over.length > 0 ? [own.endedCount(tracked.over.length)] : []),
		stateWords(look, {isOver: end !== undefined, isLive: isRead}, words),
	];
	return (
		<LivePane
			look={look}
			of="connections"
			bindings={connectionsBindings}
			text={text}
			title={`${place.label}  ${own.title}`}
			right={right}
			head={head}
			content={content}
			foot={footLines()}
			width={width}
			height={height}
			onClose={onClose}
			onAction={action => {
				switch (action) {
					case 'connections.next': {
						return onOther();
					}

					case 'connections.refresh': {
						look.goOn(false);
						return setTurn(now => now + 1);
					}

					case 'connections.stop': {
						return stop();
					}

					case 'connections.across': {
						return services.across(layersOfWatched(subject));
					}

					case 'connections.copy': {
						return onCopy([...listing, ...following].join('\n'));
					}

					default: {
						return undefined;
					}
				}
			}}
		/>
	);

	/** What the reader of the table has to know first: that it is not whole, or goes no further. */
	function before(): readonly Line[] {
		const said = [
			...(watched.lost ? [own.lost] : []),
			...(end?.by === 'broken' ? [own.broken(reasonOf(end.unknown))] : []),
			...(end?.by === 'time' || end?.by === 'stopped' ? [own[end.by]] : []),
		];
		return [
			...(end?.by === 'unread' ? unknownLines(text, end.unknown) : []),
			...said.flatMap(sentence => wrap(sentence, width)).map(row => line(bold(row))),
		];
	}

	function after(): readonly Line[] {
		const {total, live: kept, unread} = tracked;
		if (!isRead) return end ? [] : [line(dim(text.common.reading))];
		return [
			...(rows.length > 0 ? [] : [line(dim(unansweredOnly && total > 0 ? own.noneSuch : own.none))]),
			...(total > kept.length ? [line(bold(words.moreConnections(total - kept.length)))] : []),
			...(unread > 0 ? [line(bold(words.unreadLines(unread)))] : []),
		];
	}

	function reasonOf({reason, detail}: {readonly reason: string; readonly detail: string}): string {
		return [text.common.reason[reason] ?? reason, detail].filter(Boolean).join(': ');
	}

	/** That it is simulated, and what runs now: a pod has two filters at least, a service one a port. */
	function footLines(): readonly Line[] {
		const commands = isRead ? following : listing;
		const room = height < 30 ? 2 : 4;
		const some = commands.length > room ? commands.slice(0, room - 1) : commands;
		return [
			...(services.kind === 'simulated' ? [line(colored(words.simulatedTable, 'yellow'))] : []),
			...some.map(each => line(dim(words.starts(each)))),
			...(some.length < commands.length ? [line(dim(own.moreCommands(commands.length - some.length)))] : []),
		];
	}
}
