import {useField} from '../../components/use-field.js';
import {useLayer} from '../../components/use-layer.js';
import {useScreenState} from '../../components/use-screen-state.js';
import {level} from '../../keys/layers.js';
import type {Services} from '../services.js';
import {reportBinding, reportBindings} from './keys.js';
import {noPrompt, reduceReport, type ReportPrompt} from './report-prompt.js';

const asking = [reportBinding];

/** Asks for a file's name and has the report written into it. Works whether there is a cluster or not. */
export function useReport({sessions, notify, text}: Services): ReportPrompt {
	const [prompt, dispatch] = useScreenState('status-report', reduceReport, noPrompt);
	useLayer({level: level.screen, bindings: asking, onAction: () => dispatch({type: 'ask'})});
	useField(
		{
			bindings: reportBindings,
			onEdit: edit => dispatch({type: 'edit', edit}),
			onAction(action) {
				dispatch({type: 'close'});
				const name = prompt.name?.text.trim() ?? '';
				if (action !== 'report.write' || name === '') return;
				notify(text.report.file.progress);
				void sessions.report(name).then(notify);
			},
		},
		prompt.name !== null,
	);
	return prompt;
}
