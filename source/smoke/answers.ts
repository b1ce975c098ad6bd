import type {Text} from '../text/text.js';

/** What a person decides about the demo. */
export type DemoAnswers = {
	readonly image: string;
	readonly name: string;
	readonly namespace: string;
	/** What was made stays. */
	readonly keep: boolean;
};

export const defaultDemo: DemoAnswers = {image: 'httpd', name: 'demo', namespace: 'default', keep: false};

const label = /^[a-z\d]([a-z\d-]{0,61}[a-z\d])?$/;

/** A service's name: RFC 1035, begins with a letter. */
export const refuseName = (name: string, text: Text): string | undefined =>
	label.test(name) && /^[a-z]/.test(name) ? undefined : text.demo.bad.name;

export const refuseNamespace = (name: string, text: Text): string | undefined =>
	label.test(name) ? undefined : text.demo.bad.namespace;

export const refuseImage = (image: string, text: Text): string | undefined =>
	/^[a-z\d][\w.-]*(:\d+)?(\/[a-z\d][\w.-]*)*(:[\w][\w.-]{0,127})?(@sha256:[\da-f]{64})?$/i.test(image) &&
	image.length <= 255
		? undefined
		: text.demo.bad.image;
