/** The product itself, bundled into a folder of its own. */
import '../../../cli.js';
