import {Text} from 'ink';
import {expect, test} from 'vitest';
import {usePlaces} from '../../../source/app/use-places.js';
import {useScreenState} from '../../../source/components/use-screen-state.js';
import {useLayer} from '../../../source/components/use-layer.js';
import {level} from '../../../source/keys/layers.js';
import {draw} from '../../support/draw.js';

const add = (state: string, event: string): string => (event === 'clear' ? '' : state + event);

function Screen({id}: {readonly id: string}) {
	const [state, dispatch] = useScreenState(id, add, 'first');
	useLayer({
		level: level.screen,
		bindings: [
			{action: 'list.down', keys: ['j']},
			{action: 'status.back', keys: ['escape']},
		],
		onAction(action) {
			if (action === 'list.down') return dispatch('+');
			return state.endsWith('+') ? dispatch('clear') : false;
		},
	});
	return <Text>{`${id}: ${state}`}</Text>;
}

let way: ReturnType<typeof usePlaces>;

function Frame() {
	way = usePlaces('checks');
	useLayer({
		level: level.app,
		bindings: [{action: 'app.back', keys: ['escape']}],
		onAction: () => void way.back(),
	});
	return <Screen key={`${way.open} ${way.turn}`} id={way.open} />;
}

test('esc gives the old place back: at once where nothing was done, else after what the screen itself goes back from', async () => {
	const app = draw(() => <Frame />);
	await app.press('j');
	expect(app.frame()).toBe('checks: first+');

	way.jump('status', states => states.set('status', 'pod'));
	await app.settled();
	expect(app.frame()).toBe('status: pod');
	// The screen could go back from nothing here, and is not asked.
	await app.press('escape');
	expect(app.frame()).toBe('checks: first+');

	way.jump('status', states => states.set('status', 'pod'));
	await app.settled();
	await app.press('j', 'escape');
	expect(app.frame()).toBe('status:');
	await app.press('escape');
	expect(app.frame()).toBe('checks: first+');
});

test('within one screen too, with its old state; who goes elsewhere by himself does not come back', async () => {
	const app = draw(() => <Frame />);
	await app.press('j');
	way.jump('checks', states => states.set('checks', 'found'));
	await app.settled();
	expect(app.frame()).toBe('checks: found');
	await app.press('escape');
	expect(app.frame()).toBe('checks: first+');

	way.jump('status', states => states.set('status', 'pod'));
	await app.settled();
	way.go('network');
	await app.settled();
	await app.press('escape');
	expect(app.frame()).toBe('network: first');
});
