/**
 * In the bundle, looks whether a text needs Ink's cleaning, which takes every row of every frame apart. Ours hold nothing
 * but what can be seen and plain colours; everything else goes to Ink's own.
 */
import inkSanitizeAnsi from '../../node_modules/ink/build/sanitize-ansi.js';

/** No control character, no combining mark: Ink moves a colour behind those that follow it. */
const plain =
	/^(?:[\t\n\u0020-\u007E\u00A0-\u02FF\u2010-\u20CF\u2100-\u2BFF\u3000-\u3029\u3030-\u3098\u309B-\u9FFF\uAC00-\uD7A3]|\u001B\[[\d;]*m)*$/;

export default function sanitizeAnsi(text) {
	return plain.test(text) ? text : inkSanitizeAnsi(text);
}
