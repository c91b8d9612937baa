/** Asks PostgreSQL what a statement takes and answers, without running it. */

/** A statement that is only prepared: its parameters' types and its columns. */
class Description {
  constructor(text, done) {
    Object.assign(this, { text, done, answer: { parameters: [], columns: [] } });
  }
  submit(connection) {
    connection.removeAllListeners('parameterDescription');
    connection.once('parameterDescription', (message) => (this.answer.parameters = message.dataTypeIDs));
    connection.parse({ name: '', text: this.text, types: [] });
    connection.describe({ type: 'S', name: '' });
    connection.sync();
  }
  handleRowDescription({ fields }) {
    this.answer.columns = fields.map(({ name, dataTypeID, tableID, columnID }) => ({
      name,
      type: dataTypeID,
      table: tableID,
      column: columnID,
    }));
  }
  handleError(error) {
    // pg has forgotten the statement before it is ready for the next one.
    this.done({ error: { message: error.message, code: error.code, position: Number(error.position ?? 0) } });
  }
  handleReadyForQuery() {
    this.done(this.answer);
  }
}

/** @returns the types of its parameters and its columns, or the error with the place in the text, counted from 1 */
export const describe = (client, text) => new Promise((done) => client.query(new Description(text, done)));
