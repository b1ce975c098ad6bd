import {useMemo} from 'react';
import {matcher, useFilter} from '../../components/filter.js';
import {settle} from '../../components/list.js';
import {Lines} from '../../components/lines.js';
import {useLayer} from '../../components/use-layer.js';
import {useScreenState} from '../../components/use-screen-state.js';
import {level} from '../../keys/layers.js';
import {useSource} from '../../store/use-source.js';
import type {ScreenProps} from '../services.js';
import {copyText, detailLines} from './details.js';
import {checksBindings} from './keys.js';
import {checksLines, detailHeight, detailWidth, isProblem, listHeight, visibleRows} from './rows.js';
import {initialChecks, reduceChecks} from './state.js';

/** Screen 1: is this host ready for k0s? */
export function ChecksView({services, width, height}: ScreenProps) {
	const {text, sources, copy, notify} = services;
	const {value: rows = []} = useSource(sources.checks);
	const [state, dispatch] = useScreenState('checks', reduceChecks, initialChecks);
	const shown = useMemo(() => visibleRows(rows, state, matcher(state.filter), text), [rows, state, text]);
	const keys = useMemo(() => shown.map(({id}) => id), [shown]);
	const size = {width, height};

	useFilter(state.filter, dispatch);
	useLayer({
		level: level.screen,
		bindings: checksBindings,
		onAction(action) {
			const list = {keys, height: listHeight(size, state)};
			const selected = shown[settle(state.list, keys, list.height).index];
			switch (action) {
				case 'checks.open': {
					return dispatch({type: 'open', ...list});
				}

				case 'checks.toggle': {
					return dispatch({type: 'toggle'});
				}

				case 'checks.filter': {
					return dispatch({type: 'filter-open'});
				}

				case 'checks.next':
				case 'checks.previous': {
					const problems = shown.filter(isProblem).map(({id}) => id);
					return dispatch({type: 'jump', by: action === 'checks.next' ? 1 : -1, problems, ...list});
				}

				case 'checks.refresh': {
					void sources.checks.refresh();
					return undefined;
				}

				case 'checks.rerun': {
					if (selected) void sources.checks.rerun(selected.id);
					return undefined;
				}

				case 'checks.copy': {
					const commands = selected && copyText(selected);
					return commands === undefined ? notify(text.app.nothingToCopy) : copy(commands);
				}

				case 'checks.back': {
					if (!state.open && state.filter.text === '') return false;
					return dispatch({type: 'close'});
				}

				default: {
					if (!state.open || !selected) return dispatch({type: 'move', action, ...list});
					const {length} = detailLines(selected, text, detailWidth(size));
					return dispatch({type: 'scroll', action, length, height: detailHeight(size)});
				}
			}
		},
	});

	return <Lines lines={checksLines(rows, shown, state, text, size)} width={width} height={height} />;
}
