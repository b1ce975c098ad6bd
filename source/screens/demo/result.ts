import type {TableOf} from '../../components/table.js';
import {bold, dim, span} from '../../components/line.js';
import type {SessionView} from '../../engine/session-view.js';
import type {Text} from '../../text/text.js';
import {duration} from '../steps/rows.js';

/** The rungs whose words are a result: what was made, where it is, what it answered. */
const told = new Set(['create', 'pod', 'expose', 'request']);
/** What the pod itself reached: told where there is room. */
const fromPod = new Set(['pod-service', 'pod-name', 'pod-node']);

/** What the demo came to, a row a rung, once the pod has answered; undefined: it has not, and the details tell more. */
export function demoTable(view: SessionView, text: Text, whole: boolean): TableOf | undefined {
	const answered = view.steps.some(({id, ran}) => id === 'request' && ran?.state === 'done');
	if (!answered || view.running !== undefined || view.fault !== undefined) return undefined;
	const words = text.demo.screen.table;
	return {
		columns: [{title: words.step}, {title: words.time, align: 'right'}, {title: words.result}],
		rows: view.steps
			.filter(({id, ran}) => told.has(id) || (whole && ran !== undefined && fromPod.has(id)))
			.map(({id, title, ms, ran}) => [
				span(title),
				dim(ran === undefined || ms === null ? '' : duration(ms)),
				id === 'request' ? bold(ran?.found ?? '') : span(ran?.found ?? ''),
			]),
	};
}
