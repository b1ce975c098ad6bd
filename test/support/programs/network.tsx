/** `k0s-tui network --json [--record=FILE|--replay=FILE] [NAME]` alone: for the lab, where a whole build is not needed. */
import process from 'node:process';
import {network} from '../../../source/commands/network.js';
import {runHeadless} from '../../../source/commands/run.js';
import {settingsFrom} from '../../../source/commands/settings.js';
import {createLocalHost} from '../../../source/host/local.js';
import {openRecording} from '../../../source/host/recorded.js';
import {createRecorder} from '../../../source/host/recording.js';
import {createRunner} from '../../../source/host/runner.js';
import {catalogue} from '../../../source/text/text.js';

const words = process.argv.slice(2);
const option = (name: string): string | undefined =>
	words.find(word => word.startsWith(`--${name}=`))?.slice(name.length + 3);
const positionals = words.filter(word => !word.startsWith('--'));
const [replay, record] = [option('replay'), option('record')];
const host = replay === undefined ? createLocalHost() : await openRecording(replay);
const runner = createRunner(host, record === undefined ? {} : {record: await createRecorder(record, host)});
process.exitCode = await runHeadless(
	network,
	{
		runner,
		text: catalogue('en'),
		settings: {...settingsFrom({}), json: process.argv.includes('--json')},
		values: {},
		positionals,
		signal: new AbortController().signal,
	},
	{out: text => process.stdout.write(text), err: text => process.stderr.write(text)},
);
await runner.close();
