// What keeps the demo from running, in a sentence for whoever started it.

export class DemoError extends Error {
  readonly exitCode: number;

  /** 2: it was started in a way that it does not understand. */
  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}
