import {useMemo, useState} from 'react';
import {shown as asTyped} from '../../command/command.js';
import {connectionEvents, connections} from '../../command/conntrack.js';
import type {ConnectionsPlace} from '../../commands/conntrack-place.js';
import {exactly, wrap} from '../../components/blocks.js';
import {unknownLines} from '../../components/empty.js';
import {blank, bold, colored, dim, line, type Line} from '../../components/line.js';
import {Lines} from '../../components/lines.js';
import {rowsOf, stacked} from '../../components/rows.js';
import {
	emptyPane,
	isPaneAction,
	isSearching,
	paneLines,
	reducePane,
	shifted,
	type PaneEvent,
	type Shown,
} from '../../components/text-pane.js';
import {useLayer} from '../../components/use-layer.js';
import {usePane} from '../../components/use-pane.js';
import {level} from '../../keys/layers.js';
import type {Services} from '../../screens/services.js';
import type {PacketsText} from '../../text/packets.js';
import {connectionRows} from './connection-rows.js';
import {connectionsBindings} from './keys.js';
import {lookSeconds, useConnections, type Watched} from './use-connections.js';

/** Connections of one place as the kernel tracks them, changed by its events; those that began last above. */
export function ConnectionsList({
	services,
	place,
	words,
	width,
	height,
	onCopy,
	onOther,
	onClose,
}: {
	readonly services: Services;
	readonly place: ConnectionsPlace;
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
	const [pane, setPane] = useState(emptyPane);
	const [unansweredOnly, setUnansweredOnly] = useState(false);
	const [frozen, setFrozen] = useState<Watched>();
	const {watched: live, stop} = useConnections(services, place, turn);
	const watched = frozen ?? live;
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
	const foot = footLines();
	const shown: Shown = {content, width, height: Math.max(3, height - 1 - foot.length)};
	const onPane = (event: PaneEvent): void => setPane(now => reducePane(now, event));
	usePane(pane, shown, onPane, level.overlay + 1);
	useLayer({
		level: level.overlay,
		bindings: connectionsBindings,
		modal: true,
		onAction(action) {
			switch (action) {
				case 'connections.back': {
					return isSearching(pane) ? onPane({type: 'pane-clear'}) : onClose();
				}

				case 'connections.next': {
					return onOther();
				}

				case 'connections.pause': {
					return setFrozen(now => (now ? undefined : live));
				}

				case 'connections.problems': {
					setPane(emptyPane);
					return setUnansweredOnly(now => !now);
				}

				case 'connections.refresh': {
					setFrozen(undefined);
					return setTurn(now => now + 1);
				}

				case 'connections.stop': {
					return stop();
				}

				case 'connections.copy': {
					return onCopy([...listing, ...following].join('\n'));
				}

				default: {
					return isPaneAction(action) ? onPane({type: 'pane', action, ...shown}) : false;
				}
			}
		},
	});
	const right = [
		...(unansweredOnly ? [own.unansweredOnly] : []),
		...(isRead ? [words.connections(tracked.total)] : []),
		...(tracked.over.length > 0 ? [own.endedCount(tracked.over.length)] : []),
		frozen ? words.screen.paused : end ? words.screen.over : isRead ? words.screen.live : words.screen.starting,
	].join(', ');
	const title = `${place.label}  ${own.title}`;
	const [top = blank, ...below] = paneLines(pane, shown, {title, right, none: text.common.noMatch});
	const moved = shifted(head, pane.wraps ? 0 : pane.left);
	return <Lines lines={exactly([top, moved, ...below, ...foot], height)} width={width} height={height} />;

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
