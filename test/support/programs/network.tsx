/** `k0s-tui network --json [NAME]` alone: for the lab, where a whole build is not needed. */
import process from 'node:process';
import {network} from '../../../source/commands/network.js';
import {runHeadless} from '../../../source/commands/run.js';
import {settingsFrom} from '../../../source/commands/settings.js';
import {createLocalHost} from '../../../source/host/local.js';
import {createRunner} from '../../../source/host/runner.js';
import {catalogue} from '../../../source/text/text.js';

const positionals = process.argv.slice(2).filter(word => word !== '--json');
const runner = createRunner(createLocalHost());
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
