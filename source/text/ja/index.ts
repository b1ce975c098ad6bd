import type {en} from '../en/index.js';
import type {Translation} from '../translation.js';
import {act} from './act.js';
import {app} from './app.js';
import {browse} from './browse.js';
import {cause} from './cause.js';
import {checks} from './checks.js';
import {cli} from './cli.js';
import {common} from './common.js';
import {config} from './config.js';
import {demo} from './demo.js';
import {guard} from './guard.js';
import {help} from './help.js';
import {info} from './info.js';
import {install} from './install.js';
import {journal} from './journal.js';
import {network} from './network.js';
import {nftables} from './nftables.js';
import {objects} from './objects.js';
import {report} from './report.js';
import {status} from './status.js';
import {trace} from './trace.js';
import {whatIf} from './what-if.js';
import {why} from './why.js';

/** Every sentence that a person reads, in Japanese. */
export const ja: Translation<typeof en> = {
	act,
	app,
	browse,
	cause,
	checks,
	cli,
	common,
	config,
	demo,
	guard,
	help,
	info,
	install,
	journal,
	network,
	nftables,
	objects,
	report,
	status,
	trace,
	whatIf,
	why,
};
