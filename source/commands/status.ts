import {aheadOf} from '../checks/ahead.js';
import type {Reason} from '../model/finding.js';
import {momentOf} from '../store/cluster.js';
import {reasonText} from '../text/reason.js';
import type {Text} from '../text/text.js';
import {type HeadlessCommand} from './headless.js';
import {string} from './option.js';
import {statusJson} from './status-json.js';
import {statusLines} from './status-lines.js';
import {readAhead} from './status-ahead.js';
import {judge} from './status-wait.js';

const defaultWait = 600;

/** `status [--wait[=SECONDS]]`: exit 0 only when healthy. */
export const status: HeadlessCommand = {
	name: 'status',
	options: {
		wait: {
			value: 'SECONDS',
			optional: true,
			refuse: (value, text) =>
				/^[1-9]\d{0,4}$/.test(value) && Number(value) <= 86_400 ? undefined : text.cli.wanted.seconds(1, 86_400),
		},
	},
	positionals: {min: 0, max: 0, name: ''},
	changes: false,
	async run({runner, text, settings, signal, say}, values) {
		const wanted = string(values, 'wait');
		const seconds = wanted === undefined ? undefined : Number(wanted || defaultWait);
		const judged = await judge({
			runner,
			interval: settings.interval,
			wait: seconds === undefined ? undefined : seconds * 1000,
			signal,
			changed: ({verdict, reasons}) => say(progress(text, verdict, reasons[0])),
		});
		const now = momentOf(judged.facts, Date.now());
		const healthy = judged.verdict === 'healthy';
		const ahead = judged.facts.k0s.known ? await readAhead({runner, text, signal}) : [];
		return {
			exit: healthy ? 0 : 1,
			json: {...statusJson(judged, text), ahead: ahead.map(({id, result, found}) => ({id, result, found}))},
			lines: statusLines(judged, text, now, aheadOf(ahead)),
			...(seconds === undefined || healthy ? {} : {error: {code: 'not-healthy', message: text.status.waited(seconds)}}),
		};
	},
};

const progress = (text: Text, verdict: keyof Text['status']['verdicts'], reason?: Reason): string =>
	text.status.waiting(text.status.verdicts[verdict], reason ? reasonText(text.status, reason) : '');
