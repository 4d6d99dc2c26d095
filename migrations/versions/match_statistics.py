"""age and gender for statistics only, apart from the files"""

import sqlalchemy as sa
from alembic import op

from backend.database import UtcDateTime

revision = "match_statistics"
down_revision = "agenda_invitation_kind"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "statistics_answer",
        sa.Column("candidate_id", sa.Integer(), sa.ForeignKey("candidate.id"), primary_key=True),
        sa.Column("office_id", sa.Integer(), sa.ForeignKey("office.id"), nullable=False),
        sa.Column("age", sa.String(length=10), nullable=False),
        sa.Column("gender", sa.String(length=10), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=False),
    )
    op.create_index("ix_statistics_answer_office_id", "statistics_answer", ["office_id"])


def downgrade() -> None:
    op.drop_table("statistics_answer")
