"""Mail: smtplib, aiosmtplib, fastapi-mail, emails, SendGrid."""

from layerlint.knowledge.library import Library

LIBRARY = Library(
    name="mail",
    read_from="Python 3.14, aiosmtplib 5.0.0, fastapi-mail 1.5.2, emails 0.6, sendgrid 6.12.5",
    packages=("smtplib", "aiosmtplib", "fastapi_mail", "emails", "sendgrid"),
    methods={
        "smtplib.SMTP": {"send_message": "mail", "sendmail": "mail"},
        "smtplib.SMTP_SSL": {"send_message": "mail", "sendmail": "mail"},
        "aiosmtplib.SMTP": {"send_message": "mail", "sendmail": "mail"},
        "fastapi_mail.FastMail": {"send_message": "mail"},
        "emails.Message": {"send": "mail"},
        "sendgrid.SendGridAPIClient": {"send": "mail"},
    },
    functions={"aiosmtplib.send": "mail"},
    aliases={"emails.message.Message": "emails.Message"},
)
