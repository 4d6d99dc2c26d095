"""whose an address is, found by the address: an office of ten thousand was read through at each turn"""

from alembic import op

revision = "contact_of_address"
down_revision = "match_statistics"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_contact_of_address", "contact", ["office_id", "channel", "address"])
    op.drop_index(op.f("ix_contact_office_id"), table_name="contact")


def downgrade() -> None:
    op.create_index(op.f("ix_contact_office_id"), "contact", ["office_id"])
    op.drop_index("ix_contact_of_address", table_name="contact")
