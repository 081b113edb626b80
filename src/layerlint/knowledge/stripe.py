"""Stripe: its resources and the services of its client call Stripe's API, a webhook's event is only checked."""

from layerlint.knowledge.library import Library

_RESOURCE = "stripe.APIResource"
_SERVICE = "stripe.StripeService"
_DEEDS = (
    "approve attach cancel capture close confirm create create_preview decline delete delete_discount detach expire "
    "finalize_invoice finalize_quote list list_line_items list_lines list_payment_methods mark_uncollectible migrate modify pay "
    "preview refresh release resume retrieve reverse search send_invoice update verify void_invoice void_credit_note"
).split()
_NAMES = (
    "Account AccountLink AccountSession ApplicationFee Balance BalanceTransaction Charge Coupon CreditNote Customer "
    "CustomerSession Dispute EphemeralKey Event File Invoice InvoiceItem PaymentIntent PaymentLink PaymentMethod Payout Plan "
    "Price Product PromotionCode Quote Refund SetupIntent Source Subscription SubscriptionItem SubscriptionSchedule TaxRate Token "
    "Topup Transfer WebhookEndpoint checkout.Session billing_portal.Session billing_portal.Configuration billing.Meter "
    "billing.MeterEvent identity.VerificationSession tax.Calculation terminal.Reader"
).split()
_NETWORK = {f"{name}{ending}": "network" for name in _DEEDS for ending in ("", "_async")}

LIBRARY = Library(
    name="stripe",
    read_from="stripe 16.1.0",
    packages=("stripe",),
    bases={f"stripe.{name}": (_RESOURCE,) for name in _NAMES},
    methods={_RESOURCE: _NETWORK, _SERVICE: _NETWORK},
    attributes={"stripe.StripeClient": {"*": _SERVICE}, _SERVICE: {"*": _SERVICE}},
)
