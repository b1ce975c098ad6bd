import {expect, test} from 'vitest';
import {displayWidth} from '../../source/components/width.js';
import {catalogue} from '../../source/text/text.js';

/** A notice has one row, in the place of the footer, for three seconds: what does not fit in 80 columns nobody reads. */
test.each(['en', 'ja'] as const)('what became of a change fits into 80 columns (%s)', async language => {
	const {act} = await catalogue(language);
	const said = ['Node centos10.home.local', 'StatefulSet shop/database'].flatMap(what => [
		...Object.values(act.done).map(done => done(what, 12)),
		act.rollout.partly(what, 10, 12),
		...(['on-delete', 'deadline', 'gone'] as const).map(end => act.rollout[end](what)),
		...[act.gone(what), act.another(what)],
	]);
	expect(said.filter(each => displayWidth(each) > 80)).toEqual([]);
});
