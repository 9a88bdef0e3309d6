import { Module } from '@nestjs/common';
import { Metrics } from '../metrics/metrics.js';
import { RegistryModule } from '../registry/index.js';
import { A2aEndpoint } from './a2a-endpoint.js';
import { CancelMessageHandler } from './cancel-message.command.js';
import { ChatQueryHandler } from './chat.query.js';
import { DeliveryPlan } from './delivery/delivery-plan.js';
import { Mailboxes } from './mailboxes.js';
import { MessageDelivery } from './delivery/message-delivery.js';
import { MessageDispatcher } from './delivery/message-dispatcher.js';
import { MessageWaiters } from './message-waiters.js';
import { MessagesController } from './messages.controller.js';
import { SendMessageHandler } from './send-message.command.js';

@Module({
  imports: [RegistryModule],
  controllers: [MessagesController],
  providers: [
    A2aEndpoint,
    CancelMessageHandler,
    ChatQueryHandler,
    DeliveryPlan,
    Mailboxes,
    MessageDelivery,
    MessageDispatcher,
    MessageWaiters,
    SendMessageHandler,
  ],
  exports: [Mailboxes],
})
export class MessagesModule {
  constructor(metrics: Metrics, mailboxes: Mailboxes) {
    metrics.watch('open_messages', 'Messages that have not ended', () => mailboxes.size);
  }
}
