"""what each office chooses for its agenda"""

import sqlalchemy as sa
from alembic import op

import backend.database

revision = "agenda_rules"
down_revision = "0001"
branch_labels = None
depends_on = None

_NUMBERS = (
    "hold_minutes", "remind_days", "remind_hours", "workshop_seats", "workshop_minimum", "workshop_minutes",
    "apec_slot_minutes", "meeting_slot_minutes",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "agenda_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in _NUMBERS),
        sa.Column("saved_at", backend.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("saved_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_agenda_rules_office_id")),
        sa.ForeignKeyConstraint(["saved_by"], ["adviser.id"], name=op.f("fk_agenda_rules_saved_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_rules")),
        sa.UniqueConstraint("office_id", name=op.f("uq_agenda_rules_office_id")),
    )


def downgrade() -> None:
    op.drop_table("agenda_rules")
