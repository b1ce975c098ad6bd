import process from 'node:process';
import {createRunner} from '../../../source/host/runner.js';
import {createSimulatedHost} from '../../../source/simulated/host.js';
import {defaultAnswers} from '../../../source/install/answers.js';
import {createFileJournal} from '../../../source/engine/journal-file.js';
import {createInstallSession} from '../../../source/install/session.js';
import {catalogue} from '../../../source/text/text.js';
import {epoch, virtualClock} from '../virtual-clock.js';

/** The guided install on a simulated host kept in a file, killed at once when so many records are safe. */
const [stateFile = '', last = '0', hostname = ''] = process.argv.slice(2);
const clock = virtualClock(epoch);
const file = createFileJournal(`${stateFile}.journal.jsonl`);
let count = 0;
const session = createInstallSession({
	runner: createRunner(createSimulatedHost({scenario: 'fresh', clock: clock.host, stateFile}), {}),
	journal: {
		read: async () => file.read(),
		async append(entry) {
			const record = await file.append(entry);
			if (++count === Number(last)) process.kill(process.pid, 'SIGKILL');
			return record;
		},
	},
	clock: clock.engine,
	text: catalogue('en'),
	answers: {...defaultAnswers, hostname, confirmWait: 3600},
});
await session.refresh();
await session.run(session.get().steps.map(({id}) => id));
