const { watchProcess } = require('./left-behind.cjs');

/** The environment of a test file is the process itself: no context of its own, and nothing is left behind in it. */
module.exports = class ProcessEnvironment {
  /** Jest hangs its own settings on this object; only its console becomes the one that tests write to. */
  global = {
    get console() {
      return globalThis.console;
    },
    set console(value) {
      globalThis.console = value;
    },
  };
  fakeTimers = null;
  fakeTimersModern = null;

  exportConditions() {
    return ['node', 'node-addons'];
  }

  getVmContext() {
    return null;
  }

  /** What failed in the file: where something is left behind as well, Jest tells that alone. */
  failures = [];

  handleTestEvent({ name, error }) {
    if (name === 'hook_failure' || name === 'test_fn_failure' || name === 'error')
      this.failures.push(String((Array.isArray(error) ? error[0] : error)?.message ?? error));
  }

  async setup() {
    this.assertNothingLeft = watchProcess();
  }

  async teardown() {
    try {
      await this.assertNothingLeft();
    } catch (error) {
      if (this.failures.length > 0) error.message += `; before that failed: ${this.failures.join('; ')}`;
      throw error;
    }
  }
};
