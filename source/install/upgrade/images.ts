import * as files from '../../command/files.js';
import type {IdText} from '../../text/ids.js';
import {upkeepIds} from '../../text/upkeep.js';
import type {Judgement} from '../../engine/step.js';
import {bundlePath} from '../release-bundle.js';
import {badBundle, bundleActions} from '../steps/place.js';
import type {UpgradeStep} from './before.js';

const words = upkeepIds.upgrade.images;

/**
 * The images of the new release, for a host without a registry: beside the old ones before anything stops. The file is judged by
 * the list of its release that lies beside it, and again where it was copied to.
 */
export const images = (text: IdText): UpgradeStep => ({
	...{id: 'images', title: words.title, why: words.why, guide: []},
	needs: ['notFiles', 'kernel', 'release', 'bundle', 'disk', 'unitFile'],
	judge(facts, {airgapBundle: file, dataDir}): Judgement {
		if (file === undefined) return {state: 'so', found: words.none};
		const bad = badBundle(facts, text);
		if (bad !== undefined) return bad;
		const {bundle} = facts;
		const path = bundlePath(file, dataDir);
		return bundle.state === 'good' && bundle.placed
			? {state: 'so', found: words.here(path)}
			: {state: 'open', found: words.open(file)};
	},
	plan: (facts, answers) => bundleActions(facts, answers, text),
	outline: (_facts, {airgapBundle: file = '', dataDir}) => ({does: words.does(bundlePath(file, dataDir)), warns: []}),
	notes: ({bundle}) => (bundle.state === 'good' && !bundle.listed ? [text.install.steps.place.bundleOwn] : []),
	undo: ({bundle}, {airgapBundle: file, dataDir}) =>
		file !== undefined && bundle.state === 'good' && !bundle.placed ? [files.remove(bundlePath(file, dataDir))] : [],
});
