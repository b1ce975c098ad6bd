import {expect, test} from 'vitest';
import type {Container, Image} from '../../source/facts/cluster.js';
import {withEnds} from '../../source/model/ended-container.js';
import {namedImages} from '../../source/model/images.js';
import {healthyFacts, must} from '../support/cluster.js';

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;
const image = (ref: string, of: string): Image => ({ref, digest: digest(of), size: 1, type: ''});

test('the names of one image are one row, called as people call it', () => {
	const rows = namedImages([
		image(`docker.io/library/httpd@${digest('a')}`, 'a'),
		image('docker.io/library/httpd:latest', 'a'),
		image(digest('c'), 'a'),
		image(digest('d'), 'b'),
		image(`quay.io/x/y@${digest('e')}`, 'e'),
	]);
	expect(rows.map(({ref}) => ref)).toEqual([
		'docker.io/library/httpd:latest',
		`quay.io/x/y@${digest('e')}`,
		digest('d'),
	]);
	expect(rows[0]?.refs).toHaveLength(3);
	expect(rows.flatMap(({refs}) => refs)).toHaveLength(5);
});

test('an init container that did its work says Completed; nobody knows it without its pod', () => {
	const [pod] = must(healthyFacts().pods);
	const [container] = pod?.containers ?? [];
	expect(container).toBeDefined();
	if (pod === undefined || container === undefined) return;
	const end = {...container, id: 'init', init: true, state: 'terminated', reason: 'Completed', exitCode: 0} as const;
	const done = [end, {...end, id: 'bad', reason: null, exitCode: 1}];
	const pods = [{...pod, containers: done}];
	const base = {image: '', runtime: '', pid: null, pod: null, kind: null, name: null};
	const containers: Container[] = [
		...done.map(({id}) => ({...base, id, status: null})),
		{...base, id: 'of-nobody', status: null},
		{...base, id: 'runs', status: 'RUNNING'},
	];
	expect(withEnds(containers, pods).map(({ended}) => ended)).toEqual(['Completed', 'Error', null, null]);
	expect(withEnds(containers, []).every(({ended}) => ended === null)).toBe(true);
});
