import {useMemo} from 'react';
import {unknownLines} from '../../../components/empty.js';
import {dim, line, plain} from '../../../components/line.js';
import {Lines} from '../../../components/lines.js';
import {isPaneAction, isSearching, paneLines, type Shown} from '../../../components/text-pane.js';
import {useLayer} from '../../../components/use-layer.js';
import {usePane} from '../../../components/use-pane.js';
import {level} from '../../../keys/layers.js';
import {speakersOf} from '../../../model/folded-log.js';
import {useSource} from '../../../store/use-source.js';
import type {ScreenProps} from '../../services.js';
import {useEndedLine} from './ended-line.js';
import {k0sLogBindings} from './keys.js';
import {chosen, framed, k0sLogRows} from './rows.js';
import type {K0sLogEvent, K0sLogState} from './state.js';
import {useJournal} from './use-journal.js';

const usualUnit = 'k0scontroller.service';

/** What k0s and all that it starts log, by component and severity, in the place of the screen's lists. */
export function K0sLogView({
	services,
	width,
	height,
	state,
	dispatch,
}: ScreenProps & {readonly state: K0sLogState; readonly dispatch: (event: K0sLogEvent) => void}) {
	const {text, sources} = services;
	const words = text.status.k0sLog;
	const {value: facts} = useSource(sources.core);
	const unit = facts?.unit.known ? facts.unit.value.id : usualUnit;
	const log = useJournal(services, unit);
	const {component, least, folds, pane} = state;
	const shownLines = useMemo(
		() => chosen(log.lines ?? [], {...state, component, least, folds}),
		// The place in the text changes nothing of what is shown.
		// eslint-disable-next-line react-hooks/exhaustive-deps
		[log.lines, component, least, folds],
	);
	const endedLine = useEndedLine(services.pacer, log, text);
	const endedWords = endedLine && plain(endedLine);
	const content = useMemo(() => {
		const before = log.lost > 0 ? [line(dim(text.status.object.lost(log.lost)))] : [];
		const none = shownLines.length === 0 && log.lines !== undefined && !log.unknown;
		const after = [
			...(log.lines === undefined && !log.unknown ? [line(dim(text.common.reading))] : []),
			...(log.unknown ? unknownLines(text, log.unknown) : []),
			...(none ? [line(dim(log.lines.length === 0 ? words.empty : words.nothing))] : []),
			...(endedLine ? [endedLine] : []),
		];
		return framed(k0sLogRows(shownLines, text, width), before, after);
		// The line by its words.
		// eslint-disable-next-line react-hooks/exhaustive-deps
	}, [log, shownLines, text, words, width, endedWords]);
	const shown: Shown = {content, width, height};
	usePane(pane, shown, dispatch);
	useLayer({
		level: level.screen,
		bindings: k0sLogBindings,
		onAction(action) {
			switch (action) {
				case 'k0s-log.back': {
					return dispatch(isSearching(pane) ? {type: 'pane-clear'} : {type: 'close'});
				}

				case 'k0s-log.choices': {
					return dispatch({type: 'component', speakers: speakersOf(log.lines ?? [])});
				}

				case 'k0s-log.problems': {
					return dispatch({type: 'least'});
				}

				case 'k0s-log.all': {
					return dispatch({type: 'folds'});
				}

				case 'k0s-log.save': {
					const rows = Array.from({length: content.length}, (_, at) => plain(content.at(at)));
					return void services.save(`${unit}.log`, `${rows.join('\n')}\n`).then(services.notify);
				}

				default: {
					return isPaneAction(action) ? dispatch({type: 'pane', action, ...shown}) : false;
				}
			}
		},
	});
	const right = [component ?? words.everybody, words.leasts[least], ...(folds ? [] : [words.unfolded])].join(', ');
	const frame = {title: words.title(unit), right, none: text.common.noMatch};
	return <Lines lines={paneLines(pane, shown, frame)} width={width} height={height} />;
}
