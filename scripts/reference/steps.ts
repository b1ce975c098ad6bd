import {idText, readably} from '../../source/text/ids.js';
import {backupSteps} from '../../source/install/backup/steps.js';
import {restoreSteps} from '../../source/install/restore/steps.js';
import {backStep, upgradeSteps} from '../../source/install/upgrade/steps.js';
import {resetSteps} from '../../source/install/reset/steps.js';
import {installSteps} from '../../source/install/steps.js';
import {demoRungs} from '../../source/smoke/rungs.js';
import type {Text} from '../../source/text/text.js';
import {code, page} from './page.js';

type Told = {readonly id: string; readonly title: string; readonly why: string; readonly guide: readonly string[]};

const told = ({id, title, why, guide}: Told, text: Text): string[] => [
	`### ${readably(title, text)}`,
	'',
	`${code(id)} ${readably(why, text)}`,
	'',
	...(guide.length > 0 ? ['By hand, as in [the guide](GUIDE.md):', '', '```', ...guide, '```', ''] : []),
];

/** docs/STEPS.md: the steps of all lists. `text` can tell what is loaded late. */
export const stepsPage = (text: Text): string =>
	page('Steps', 'The exact commands depend on the host: `k0s-tui plan` prints them.', [
		'## Install',
		'',
		...installSteps(idText).flatMap(step => told(step, text)),
		'## Demo',
		'',
		...demoRungs(idText).flatMap(step => told(step, text)),
		'## Reset',
		'',
		...resetSteps(idText).flatMap(step => told(step, text)),
		'## Backup',
		'',
		...backupSteps(idText).flatMap(step => told(step, text)),
		'## Restore',
		'',
		'Beside the steps of Install that it shares:',
		'',
		...ownOf(restoreSteps(idText), installSteps(idText)).flatMap(step => told(step, text)),
		'## Upgrade',
		'',
		'Between “Check the new program” and “Stop” come the steps of Backup.',
		'',
		...[...ownOf(upgradeSteps(idText), [...installSteps(idText), ...backupSteps(idText)]), backStep(idText)].flatMap(
			step => told(step, text),
		),
	]);

const ownOf = (steps: readonly Told[], shared: readonly Told[]): readonly Told[] =>
	steps.filter(({id}) => !shared.some(other => other.id === id));
