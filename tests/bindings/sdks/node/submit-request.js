// SPDX-License-Identifier: MIT
// For the authors of cos-nodejs-sdk-v5: what follows an attempt in submitRequest(), with coserr asked
// instead of a rule of the SDK's own. patch.mjs puts the lines below into the callback that
// submitRequest() hands to _submitRequest(), where `self`, `params`, `tryTimes`, `next`, `callback`,
// `SignHost`, `AuthData`, `err` and `data` are known.
// ---
          const { decide, explain, operationOfRequest } = require('coserr');
          const isStream = (params.body && params.body.pipe) || params.outputStream;
          const attempted = err || { method: params.method, url: params.url };
          const operation = operationOfRequest(attempted.method, attempted.url, params.headers);
          const error = explain(err, data, { operation: operation && operation.name });
          const decision = decide(error, {
            number: tryTimes,
            maxAttempts: 4,
            random: Math.floor(Math.random() * 0x100000000),
            replayable: !isStream,
            backupDomain: self.options.AutoSwitchHost && AuthData.SignFrom === 'client'
              && getRequestHostType(attempted.url) !== 'OTHER_HOST',
            receivedAt: Math.floor((Date.now() + self.options.SystemClockOffset) / 1000),
          }, params.retryState);
          params.retryState = decision.state;
          if (decision.action === 'correct-clock' && self.options.CorrectClockSkew) {
            self.options.SystemClockOffset += decision.clockOffsetS * 1000;
          } else if (decision.action !== 'again' && decision.action !== 'other-endpoint') {
            return callback(err, data);           // getAuthorization() has the new credentials
          }
          for (const name of ['Authorization', 'token', 'clientIP', 'clientUA',
                              'x-cos-security-token', 'x-ci-security-token']) {
            delete params.headers[name];
          }
          params.SwitchHost = decision.action === 'other-endpoint';
          params.headers['x-cos-sdk-retry'] = true;
          setTimeout(next, decision.delayMs, tryTimes + 1);
